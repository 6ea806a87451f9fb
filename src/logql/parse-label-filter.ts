import type { Comparison, LabelFilter } from './ast.ts'
import { parseGoFloat } from './go-float.ts'
import { parseError } from './parse-error.ts'
import { parseMatcher } from './parse-selector.ts'
import type { TokenStream } from './token-stream.ts'

const COMPARISONS: ReadonlySet<string> = new Set(['=', '==', '!=', '>', '>=', '<', '<='])

/** The operator whose right side is being read. Loki's grammar gives a comma and bare juxtaposition no precedence. */
type Pending = 'none' | 'or' | 'and'

/**
 * Parses label filters joined by `and`, `or`, a comma or nothing.
 * A comma binds to everything on its right: `a, b or c` is `a and (b or c)`, as Loki's grammar resolves it.
 */
export function parseLabelFilter(tokens: TokenStream, pending: Pending = 'none'): LabelFilter {
  let left = parseOperand(tokens)
  for (;;) {
    const or = tokens.is('or')
    const and = tokens.is('and')
    if ((or && pending !== 'none') || (and && pending === 'and')) return left
    const joined = or || and || tokens.is(',')
    if (!joined && !tokens.is('IDENTIFIER') && !tokens.is('(')) return left
    if (joined) tokens.take()
    const right = parseLabelFilter(tokens, or ? 'or' : and ? 'and' : 'none')
    left = { kind: or ? 'or' : 'and', left, right }
  }
}

function parseOperand(tokens: TokenStream): LabelFilter {
  if (tokens.takeIf('(')) {
    const inner = parseLabelFilter(tokens)
    tokens.expect(')')
    return inner
  }
  if (tokens.is('STRING', 2)) return { kind: 'match', matcher: parseMatcher(tokens) }
  return parseComparison(tokens)
}

function parseComparison(tokens: TokenStream): LabelFilter {
  const label = tokens.expect('IDENTIFIER').text
  if (!COMPARISONS.has(tokens.current.type)) throw tokens.unexpected()
  const operator = tokens.take().type
  if (tokens.takeIf('ip')) {
    tokens.expect('(')
    tokens.expect('STRING')
    tokens.expect(')')
    return { kind: 'unsupported', construct: 'ip label filter' }
  }
  if (tokens.takeIf('DURATION')) return { kind: 'unsupported', construct: 'duration label filter' }
  if (tokens.takeIf('BYTES')) return { kind: 'unsupported', construct: 'bytes label filter' }
  const comparison = (operator === '=' ? '==' : operator) as Comparison
  return { kind: 'number', label, comparison, value: parseSignedNumber(tokens) }
}

/** Parses a number with an optional sign, which belongs to the number. */
export function parseSignedNumber(tokens: TokenStream): number {
  const sign = tokens.takeIf('-') ? -1 : 1
  if (sign === 1) tokens.takeIf('+')
  const { text } = tokens.expect('NUMBER')
  const value = parseGoFloat(text)
  if (value === undefined) throw parseError(`unable to parse literal as a float: ${text}`)
  return sign * value
}
