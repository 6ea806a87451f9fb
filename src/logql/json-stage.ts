import type { JsonExpression } from './ast.ts'
import { JsonKeys, type JsonSink } from './json-keys.ts'
import { visitObject } from './json-object.ts'
import { parseJsonPath } from './json-path.ts'
import type { JsonValue } from './json-scan.ts'
import { labelValue } from './json-unescape.ts'
import type { LineLabels } from './line-labels.ts'

/** A step of a pipeline: false drops the line. */
export type Step = (line: string, labels: LineLabels) => boolean

/** `| json a="path"`: one label for each expression, empty where the path is missing. */
export function jsonExpressionStep(expressions: readonly JsonExpression[]): Step {
  const walker = new JsonKeys(expressions.map(({ path }) => parseJsonPath(path)))
  const sink = new ExpressionSink(expressions.map(({ label }) => label))
  return (line, labels) => {
    if (line === '' || labels.hints.skipsParsing) return true
    const first = line.charAt(0)
    if (first !== '{' && first !== '"' && first !== '[') {
      labels.failParsing()
      return true
    }
    sink.begin(line, labels)
    walker.walk(line, sink)
    sink.finish()
    return true
  }
}

class ExpressionSink implements JsonSink {
  readonly #names: readonly string[]
  #line = ''
  #labels!: LineLabels
  #found = 0
  constructor(names: readonly string[]) {
    this.#names = names
  }

  begin(line: string, labels: LineLabels): void {
    this.#line = line
    this.#labels = labels
    this.#found = 0
  }

  onValue(path: number, value: JsonValue): void {
    this.#labels.setParsed(this.#labels.parsedName(this.#names[path] as string), expressionText(this.#line, value))
    this.#found++
  }

  onFault(details: string): void {
    this.#labels.failParsing(details)
  }

  finish(): void {
    if (this.#found === this.#names.length) return
    for (const name of this.#names) if (this.#labels.get(name) === undefined) this.#labels.setParsed(name, '')
  }
}

/** An object is its raw text; an array, too, but with its escapes resolved. */
function expressionText(line: string, { kind, start, end }: JsonValue): string {
  if (kind === 'null') return ''
  const text = line.slice(start, end)
  return kind === 'object' ? text : labelValue(text)
}

const ALL_FOUND = 'found all required labels'
const DROPPED = "found a label with a matcher that didn't match"

/** `| json`: each key becomes a label, nested ones joined by `_`; arrays and null are left out. */
export function jsonStep(line: string, labels: LineLabels): boolean {
  if (labels.hints.skipsParsing) return true
  const reason = flatten(line, 0, line.length, [], labels)
  if (reason === DROPPED) return false
  if (reason !== undefined && reason !== ALL_FOUND) labels.failParsing(reason)
  return true
}

function flatten(
  line: string,
  from: number,
  limit: number,
  prefix: readonly string[],
  labels: LineLabels,
): string | undefined {
  return visitObject(line, from, limit, (key, value) => {
    if (value.kind === 'object') {
      const path = [...prefix, key]
      if (!labels.hints.wantsBelow(joinPath(path))) return undefined
      return flatten(line, value.start, value.end, path, labels)
    }
    const reason = value.kind === 'array' || value.kind === 'null' ? undefined : store(line, prefix, key, value, labels)
    return labels.hints.allFound ? ALL_FOUND : reason
  })
}

function store(
  line: string,
  prefix: readonly string[],
  key: string,
  value: JsonValue,
  labels: LineLabels,
): string | undefined {
  const name = prefix.length === 0 ? sanitizeName(key) : joinPath([...prefix, key])
  if (name === '' && prefix.length === 0) return undefined
  const label = labels.parsedName(name)
  if (!labels.hints.wants(label)) return undefined
  const text = line.slice(value.start, value.end)
  labels.setParsed(label, value.kind === 'string' ? labelValue(text) : text)
  return labels.hints.survives(label, labels) ? undefined : DROPPED
}

function joinPath(path: readonly string[]): string {
  let name = ''
  for (const part of path) {
    const text = part.trim()
    if (text === '') continue
    name = name === '' ? sanitizeName(text) : `${name}_${replaceOthers(text)}`
  }
  return name
}

/** Makes a key a label name: what is no letter, digit or underscore becomes one, and so does a digit's place at the front. */
function sanitizeName(key: string): string {
  const text = key.trim()
  return replaceOthers(/^\d/.test(text) ? `_${text}` : text)
}

function replaceOthers(text: string): string {
  return text.replace(/[^A-Za-z0-9_]/gu, '_')
}
