import type { QueryError } from '../errors.ts'
import { faultAt, type Token, tokenize } from './lexer.ts'

/** A cursor over the tokens of one query. */
export class TokenStream {
  readonly #query: string
  readonly #tokens: readonly Token[]
  #index = 0

  constructor(query: string) {
    this.#query = query
    this.#tokens = tokenize(query)
  }

  get current(): Token {
    return this.#tokens[this.#index] as Token
  }

  /** Whether the current token, or one further on, is of a type. */
  is(type: string, ahead = 0): boolean {
    return this.#tokens[this.#index + ahead]?.type === type
  }

  take(): Token {
    const token = this.current
    if (token.type !== 'EOF') this.#index++
    return token
  }

  /** Takes the current token if it is of this type. */
  takeIf(type: string): Token | undefined {
    return this.is(type) ? this.take() : undefined
  }

  /** @throws QueryError when the current token is of another type */
  expect(type: string): Token {
    if (!this.is(type)) throw this.unexpected(type)
    return this.take()
  }

  mark(): number {
    return this.#index
  }

  reset(mark: number): void {
    this.#index = mark
  }

  unexpected(expected?: string): QueryError {
    const { type, start } = this.current
    const name = type === 'EOF' ? '$end' : type
    const wish = expected ? `, expecting ${expected}` : ''
    return faultAt(this.#query, start, `syntax error: unexpected ${name}${wish}`)
  }
}
