/** What Loki's JSON scanner says about a line that it cannot read; the texts are part of `__error_details__`. */
export const JSON_FAULTS = {
  value: 'Unknown value type',
  json: 'Malformed JSON error',
  string: "Value is string, but can't find closing '\"' symbol",
  array: "Value is array, but can't find closing ']' symbol",
  object: "Value looks like object, but can't find closing '}' symbol",
  escape: 'Encountered an invalid escape sequence in a string',
} as const

type JsonKind = 'string' | 'number' | 'object' | 'array' | 'boolean' | 'null'

/** A value in a line: its text is line.slice(start, end), without a string's quotes; `next` is what follows. */
export interface JsonValue {
  readonly kind: JsonKind
  readonly start: number
  readonly end: number
  readonly next: number
}

export const QUOTE = 34
export const COMMA = 44
export const COLON = 58
export const OPEN_ARRAY = 91
const BACKSLASH = 92
export const CLOSE_ARRAY = 93
export const OPEN_OBJECT = 123
export const CLOSE_OBJECT = 125

/** The first position that is not blank, or -1. */
export function skipBlank(line: string, from: number): number {
  for (let index = from; index < line.length; index++) if (!isBlank(line.charCodeAt(index))) return index
  return -1
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}

/** The position of a string's closing quote, or -1; `from` is after the opening one. */
export function findClosingQuote(line: string, from: number): number {
  let quote = line.indexOf('"', from)
  while (quote !== -1) {
    let before = quote - 1
    while (before >= from && line.charCodeAt(before) === BACKSLASH) before--
    if ((quote - before) % 2 === 1) return quote
    quote = line.indexOf('"', quote + 1)
  }
  return -1
}

/** The position after a balanced object or array, or -1. Only its own kind of bracket is counted, as in Loki. */
export function findBlockEnd(line: string, from: number, open: number, close: number): number {
  let depth = 0
  for (let index = from; index < line.length; index++) {
    const code = line.charCodeAt(index)
    if (code === QUOTE) {
      index = findClosingQuote(line, index + 1)
      if (index === -1) return -1
    } else if (code === open) depth++
    else if (code === close && --depth === 0) return index + 1
  }
  return -1
}

/** Reads the value at or after a position. Numbers are raw: whatever begins with a digit or a minus. */
export function readValue(line: string, from: number): JsonValue | string {
  const start = skipBlank(line, from)
  if (start === -1) return JSON_FAULTS.json
  const code = line.charCodeAt(start)
  if (code === QUOTE) {
    const end = findClosingQuote(line, start + 1)
    return end === -1 ? JSON_FAULTS.string : { kind: 'string', start: start + 1, end, next: end + 1 }
  }
  if (code === OPEN_OBJECT) return block(line, start, 'object', CLOSE_OBJECT)
  if (code === OPEN_ARRAY) return block(line, start, 'array', CLOSE_ARRAY)
  const end = findTokenEnd(line, start)
  const kind = tokenKind(line, start, end, code)
  return kind ? { kind, start, end, next: end } : JSON_FAULTS.value
}

function block(line: string, start: number, kind: 'object' | 'array', close: number): JsonValue | string {
  const end = findBlockEnd(line, start, line.charCodeAt(start), close)
  return end === -1 ? JSON_FAULTS[kind] : { kind, start, end, next: end }
}

function findTokenEnd(line: string, from: number): number {
  for (let index = from; index < line.length; index++) {
    const code = line.charCodeAt(index)
    if (isBlank(code) || code === COMMA || code === CLOSE_OBJECT || code === CLOSE_ARRAY) return index
  }
  return line.length
}

function tokenKind(line: string, start: number, end: number, code: number): JsonKind | undefined {
  if ((code >= 48 && code <= 57) || code === 45) return 'number'
  const text = line.slice(start, end)
  if (text === 'true' || text === 'false') return 'boolean'
  return text === 'null' ? 'null' : undefined
}
