import { RE2JS, RE2JSException } from 're2js'
import { parseError } from './parse-error.ts'
import type { Matcher, MatchOperator } from './source.ts'
import type { TokenStream } from './token-stream.ts'

const MATCH_OPERATORS: ReadonlySet<string> = new Set(['=', '!=', '=~', '!~'])

/** Parses `{label="value", ...}`. */
export function parseSelector(tokens: TokenStream): Matcher[] {
  tokens.expect('{')
  const matchers: Matcher[] = []
  if (!tokens.is('}')) {
    do matchers.push(parseMatcher(tokens))
    while (tokens.takeIf(','))
  }
  tokens.expect('}')
  return matchers
}

/** Parses `label="value"`; a regular expression must be RE2's. */
export function parseMatcher(tokens: TokenStream): Matcher {
  const label = tokens.expect('IDENTIFIER').text
  if (!MATCH_OPERATORS.has(tokens.current.type)) throw tokens.unexpected('= or != or =~ or !~')
  const operator = tokens.take().type as MatchOperator
  const value = tokens.expect('STRING').value
  if (operator.includes('~')) checkRegex(value)
  return { label, operator, value }
}

/** @throws QueryError when a pattern is not RE2's */
export function checkRegex(pattern: string): void {
  try {
    RE2JS.compile(pattern)
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause
    throw parseError(cause.message)
  }
}
