import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  findBlockEnd,
  findClosingQuote,
  JSON_FAULTS,
  type JsonValue,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  readValue,
  skipBlank,
} from './json-scan.ts'
import { unescapeJson } from './json-unescape.ts'

/** What a walk finds: the value at a wanted path, or a fault in the words of Loki's scanner. */
export interface JsonSink {
  onValue(path: number, value: JsonValue): void
  onFault(details: string): void
}

/**
 * Finds the values of given paths in a line of JSON without parsing the rest of it.
 * It is as tolerant as Loki's scanner: of duplicates the first counts, a truncated object gives what comes before the break.
 */
export class JsonKeys {
  readonly #paths: readonly (readonly string[])[]
  readonly #depth: number
  readonly #found: boolean[]
  /** Keys on the way to the current one. */
  readonly #trail: string[] = []
  #missing = 0

  constructor(paths: readonly (readonly string[])[]) {
    this.#paths = paths
    this.#depth = Math.max(...paths.map((path) => path.length))
    this.#found = paths.map(() => false)
  }

  walk(line: string, sink: JsonSink): void {
    this.#found.fill(false)
    this.#missing = this.#paths.length
    let level = 0
    let at = 0
    while (at < line.length) {
      const code = line.charCodeAt(at)
      if (code === QUOTE) {
        at = this.#afterString(line, at + 1, level, sink)
        if (at === -1) return
        continue
      }
      if (code === OPEN_ARRAY) {
        if (level < 0) {
          sink.onFault(JSON_FAULTS.json)
          return
        }
        at = findBlockEnd(line, at, OPEN_ARRAY, CLOSE_ARRAY)
        if (at === -1) return
        continue
      }
      if (code === OPEN_OBJECT) level++
      else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) level--
      at++
    }
  }

  /** Passes a string; if it is a key, its values are reported. Returns where to go on, or -1 when the walk is over. */
  #afterString(line: string, start: number, level: number, sink: JsonSink): number {
    const end = findClosingQuote(line, start)
    if (end === -1) return -1
    const after = skipBlank(line, end + 1)
    if (after === -1 || line.charCodeAt(after) !== COLON) return after
    const backslash = line.indexOf('\\', start)
    const escaped = backslash !== -1 && backslash < end
    const key = escaped ? unescapeJson(line.slice(start, end)) : undefined
    if (escaped && key === undefined) return -1
    if (level > this.#depth) return after + 1
    if (level < 1) {
      sink.onFault(JSON_FAULTS.json)
      return -1
    }
    if (this.#depth > 1) this.#trail[level - 1] = key ?? line.slice(start, end)
    this.#report({ line, start, end, key, level }, after + 1, sink)
    return this.#missing === 0 ? -1 : after + 1
  }

  #report(found: FoundKey, valueStart: number, sink: JsonSink): void {
    for (let index = 0; index < this.#paths.length; index++) {
      const path = this.#paths[index] as readonly string[]
      if (this.#found[index] || path.length !== found.level || !this.#fits(found, path)) continue
      this.#found[index] = true
      this.#missing--
      const value = readValue(found.line, valueStart)
      if (typeof value === 'string') sink.onFault(value)
      else sink.onValue(index, value)
      if (this.#missing === 0) return
    }
  }

  #fits({ line, start, end, key, level }: FoundKey, path: readonly string[]): boolean {
    const wanted = path[level - 1] as string
    if (key !== undefined ? key !== wanted : wanted.length !== end - start || !line.startsWith(wanted, start)) {
      return false
    }
    for (let index = 0; index < level - 1; index++) if (this.#trail[index] !== path[index]) return false
    return true
  }
}

interface FoundKey {
  readonly line: string
  readonly start: number
  readonly end: number
  /** The key's text where it has escapes. */
  readonly key: string | undefined
  readonly level: number
}
