import {
  CLOSE_OBJECT,
  COLON,
  COMMA,
  findClosingQuote,
  JSON_FAULTS,
  type JsonValue,
  OPEN_OBJECT,
  QUOTE,
  readValue,
  skipBlank,
} from './json-scan.ts'
import { unescapeJson } from './json-unescape.ts'

/** Takes one entry of an object. Returning a reason ends the walk with it. */
type EntryVisitor = (key: string, value: JsonValue) => string | undefined

/**
 * Visits the entries of an object one after the other. What follows the closing brace is not looked at.
 *
 * @returns undefined at the end of the object; else the visitor's reason, or the fault in the words of Loki's scanner
 */
export function visitObject(line: string, from: number, limit: number, visit: EntryVisitor): string | undefined {
  const text = limit === line.length ? line : line.slice(0, limit)
  const open = skipBlank(text, from)
  if (open === -1 || text.charCodeAt(open) !== OPEN_OBJECT) return JSON_FAULTS.object
  let at = skipBlank(text, open + 1)
  if (at === -1) return JSON_FAULTS.json
  for (;;) {
    if (text.charCodeAt(at) === CLOSE_OBJECT) return undefined
    const entry = readEntry(text, at)
    if (typeof entry === 'string') return entry
    const reason = visit(entry.key, entry.value)
    if (reason !== undefined) return reason
    const next = skipBlank(text, entry.value.next)
    if (next === -1) return JSON_FAULTS.array
    const code = text.charCodeAt(next)
    if (code === CLOSE_OBJECT) return undefined
    if (code !== COMMA) return JSON_FAULTS.object
    at = skipBlank(text, next + 1)
    if (at === -1) return JSON_FAULTS.array
  }
}

function readEntry(text: string, at: number): { key: string; value: JsonValue } | string {
  if (text.charCodeAt(at) !== QUOTE) return JSON_FAULTS.object
  const end = findClosingQuote(text, at + 1)
  if (end === -1) return JSON_FAULTS.json
  const key = unescapeJson(text.slice(at + 1, end))
  if (key === undefined) return JSON_FAULTS.escape
  const colon = skipBlank(text, end + 1)
  if (colon === -1 || text.charCodeAt(colon) !== COLON) return JSON_FAULTS.json
  const value = readValue(text, colon + 1)
  return typeof value === 'string' ? value : { key, value }
}
