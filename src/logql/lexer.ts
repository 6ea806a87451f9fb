import type { QueryError } from '../errors.ts'
import { isDuration, parseDuration } from './duration.ts'
import { parseError } from './parse-error.ts'
import { FUNCTIONS, KEYWORDS, OPERATORS } from './tokens.ts'
import { unquote } from './unquote.ts'

/** `type` is the operator or the keyword in lower case, or one of the classes in capitals. */
export interface Token {
  readonly type: string
  readonly text: string
  /** Value of a STRING. */
  readonly value: string
  /** Value of a RANGE, in nanoseconds. */
  readonly rangeNs: bigint
  /** Where it begins in the query. */
  readonly start: number
}

const BLANK = /(?:[ \t\r\n]|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y
const IDENTIFIER = /[\p{L}_][\p{L}\p{Nd}_]*/uy
const NUMBER = /0[xX][\da-fA-F_.]+(?:[pP][+-]?\d+)?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y
const UNIT_TAIL = /[\p{N}nuµmshdwy.]+/uy
const SIZE_TAIL = /[\p{N}BikKMGTP.]+/uy
const SIZE = /^\d+(?:\.\d+)?(?:B|[kKMGTP]i?B?)$/
const STRING = /"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`/y
const FLAG = /--(?:strict|keep-empty)(?![\p{L}-])/uy
const CALL = /\s*(?:\(|(?:by|without)\s*\()/iy

/** A parse error with the line and column of a place in the query. */
export function faultAt(query: string, start: number, message: string): QueryError {
  const before = query.slice(0, start)
  const column = [...before.slice(before.lastIndexOf('\n') + 1)].length + 1
  return parseError(message, before.split('\n').length, column)
}

/** Splits a query into tokens; the last one is EOF. @throws QueryError on what is no token */
export function tokenize(query: string): Token[] {
  const lexer = new Lexer(query)
  const tokens: Token[] = []
  do tokens.push(lexer.next())
  while (tokens.at(-1)?.type !== 'EOF')
  return tokens
}

class Lexer {
  readonly #query: string
  #position = 0
  constructor(query: string) {
    this.#query = query
  }

  next(): Token {
    this.#take(BLANK)
    const start = this.#position
    if (start >= this.#query.length) return this.#token('EOF', start)
    if (this.#query[start] === '[') return this.#range(start)
    if (this.#take(STRING)) return this.#string(start)
    if (this.#take(NUMBER)) return this.#number(start)
    if (this.#take(IDENTIFIER)) return this.#word(start)
    if (this.#take(FLAG)) return this.#token('FLAG', start)
    const operator = OPERATORS.find((text) => this.#query.startsWith(text, start))
    if (!operator) throw this.#fault(start, this.#unexpected(start))
    this.#position += operator.length
    return this.#token(operator, start)
  }

  #unexpected(start: number): string {
    const quote = this.#query[start]
    return quote === '"' || quote === '`'
      ? 'literal not terminated'
      : `syntax error: unexpected ${JSON.stringify(quote)}`
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position
    const text = pattern.exec(this.#query)?.[0]
    if (text !== undefined) this.#position += text.length
    return text
  }

  #range(start: number): Token {
    const end = this.#query.indexOf(']', start)
    if (end === -1) throw this.#fault(start, "missing closing ']' in duration")
    const duration = parseDuration(this.#query.slice(start + 1, end))
    if (typeof duration === 'string') throw this.#fault(start, duration)
    this.#position = end + 1
    return this.#token('RANGE', start, '', duration)
  }

  #string(start: number): Token {
    const value = unquote(this.#query.slice(start, this.#position))
    if (value === undefined) throw this.#fault(start, 'invalid syntax')
    return this.#token('STRING', start, value)
  }

  /** A number, unless the characters after it make it a duration (5m) or a size (5KB). */
  #number(start: number): Token {
    const end = this.#position
    if (this.#take(UNIT_TAIL) && isDuration(this.#query.slice(start, this.#position)))
      return this.#token('DURATION', start)
    this.#position = end
    if (this.#take(SIZE_TAIL) && SIZE.test(this.#query.slice(start, this.#position))) return this.#token('BYTES', start)
    this.#position = end
    return this.#token('NUMBER', start)
  }

  /** Keywords ignore case; a function's name is one only before its parenthesis. */
  #word(start: number): Token {
    const word = this.#query.slice(start, this.#position).toLowerCase()
    CALL.lastIndex = this.#position
    const known = FUNCTIONS.has(word) ? CALL.test(this.#query) : KEYWORDS.has(word)
    return this.#token(known ? word : 'IDENTIFIER', start)
  }

  #token(type: string, start: number, value = '', rangeNs = 0n): Token {
    return { type, text: this.#query.slice(start, this.#position), value, rangeNs, start }
  }

  #fault(start: number, message: string): QueryError {
    return faultAt(this.#query, start, message)
  }
}
