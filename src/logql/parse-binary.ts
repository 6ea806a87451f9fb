import { combineNumbers } from './arithmetic.ts'
import type { Expression, MetricExpression } from './ast.ts'
import { parseError } from './parse-error.ts'
import type { TokenStream } from './token-stream.ts'

/** How tightly an operator binds; six levels, as in PromQL. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  '^': 6,
}
const SET_OPERATORS: ReadonlySet<string> = new Set(['or', 'and', 'unless'])

/** Parses operands joined by operators; `^` is right-associative, the others left. */
export function parseBinary(
  tokens: TokenStream,
  parseOperand: (tokens: TokenStream) => Expression,
  minimum = 1,
): Expression {
  let left = parseOperand(tokens)
  for (;;) {
    const operator = tokens.current.type
    const precedence = PRECEDENCE[operator] ?? 0
    if (precedence < minimum) return left
    tokens.take()
    const modifier = parseModifier(tokens)
    const right = parseBinary(tokens, parseOperand, operator === '^' ? precedence : precedence + 1)
    left = combine(operator, left, right, modifier)
  }
}

function combine(operator: string, left: Expression, right: Expression, modifier: string | undefined): Expression {
  const sides = { left: metricSide(operator, 'left', left), right: metricSide(operator, 'right', right) }
  if (SET_OPERATORS.has(operator)) rejectNumbers(operator, sides)
  if (left.kind === 'number' && right.kind === 'number') {
    return { kind: 'number', value: combineNumbers(operator, left.value, right.value) }
  }
  return { kind: 'binary', operator, ...sides, ...(modifier ? { modifier } : {}) }
}

function metricSide(operator: string, side: string, expression: Expression): MetricExpression {
  if (expression.kind !== 'log') return expression
  throw parseError(`unexpected type for ${side} leg of binary operation (${operator}): log query`)
}

function rejectNumbers(operator: string, sides: Record<'left' | 'right', MetricExpression>): void {
  for (const side of ['left', 'right'] as const) {
    const expression = sides[side]
    if (expression.kind !== 'number') continue
    throw parseError(
      `unexpected literal for ${side} leg of logical/set binary operation (${operator}): ${expression.value.toFixed(6)}`,
    )
  }
}

function parseModifier(tokens: TokenStream): string | undefined {
  const words: string[] = []
  if (tokens.takeIf('bool')) words.push('bool')
  const matching = tokens.takeIf('on') ?? tokens.takeIf('ignoring')
  if (!matching) return words[0]
  words.push(matching.type)
  skipNames(tokens)
  const group = tokens.takeIf('group_left') ?? tokens.takeIf('group_right')
  if (group) {
    words.push(group.type)
    if (tokens.is('(') && (tokens.is('IDENTIFIER', 1) || tokens.is(')', 1))) skipNames(tokens)
  }
  return words.join(' ')
}

function skipNames(tokens: TokenStream): void {
  tokens.expect('(')
  while (!tokens.takeIf(')')) {
    tokens.expect('IDENTIFIER')
    if (!tokens.is(')')) tokens.expect(',')
  }
}
