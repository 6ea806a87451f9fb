import type { Expression, Grouping, MetricExpression } from './ast.ts'
import { parseBinary } from './parse-binary.ts'
import { parseError } from './parse-error.ts'
import { parseSignedNumber } from './parse-label-filter.ts'
import { parseStages } from './parse-pipeline.ts'
import { parseRangeAggregation } from './parse-range.ts'
import { parseSelector } from './parse-selector.ts'
import type { TokenStream } from './token-stream.ts'
import { RANGE_OPERATIONS, VECTOR_OPERATIONS } from './tokens.ts'

const REFUSED_OPERATIONS: ReadonlySet<string> = new Set(['topk', 'bottomk', 'approx_topk'])

/** Parses a whole expression: a log query, or metrics joined by operators. */
export function parseExpression(tokens: TokenStream): Expression {
  return parseBinary(tokens, parseOperand)
}

function parseOperand(tokens: TokenStream): Expression {
  const { type } = tokens.current
  if (type === '{') return { kind: 'log', matchers: parseSelector(tokens), stages: parseStages(tokens) }
  if (tokens.takeIf('(')) {
    const inner = parseExpression(tokens)
    tokens.expect(')')
    return inner
  }
  if (type === 'NUMBER' || type === '-' || type === '+') return { kind: 'number', value: parseSignedNumber(tokens) }
  if (RANGE_OPERATIONS.has(type)) return parseRangeAggregation(tokens)
  if (VECTOR_OPERATIONS.has(type)) return parseVectorAggregation(tokens)
  if (type === 'vector') return parseConstant(tokens)
  if (type === 'label_replace') return parseLabelReplace(tokens)
  if (type === 'variants') return { kind: 'unsupported', construct: 'variants' }
  throw tokens.unexpected()
}

function parseVectorAggregation(tokens: TokenStream): MetricExpression {
  const operation = tokens.take().type
  const before = parseGrouping(tokens)
  tokens.expect('(')
  const parameter = tokens.is('NUMBER') && tokens.is(',', 1) ? tokens.take().text : undefined
  if (parameter !== undefined) tokens.take()
  checkParameter(operation, parameter)
  const expression = parseMetric(tokens)
  tokens.expect(')')
  const grouping = before ?? parseGrouping(tokens)
  if (REFUSED_OPERATIONS.has(operation)) return { kind: 'unsupported', construct: operation }
  return { kind: 'vector', operation, expression, grouping: grouping ?? { without: false, labels: [] } }
}

function checkParameter(operation: string, parameter: string | undefined): void {
  if (!REFUSED_OPERATIONS.has(operation)) {
    if (parameter !== undefined) throw parseError(`unsupported parameter for operation ${operation}(${parameter},`)
    return
  }
  if (parameter === undefined) throw parseError(`parameter required for operation ${operation}`)
  if (!/^\d+$/.test(parameter)) throw parseError(`invalid parameter ${operation}(${parameter},`)
  if (Number(parameter) === 0) throw parseError(`invalid parameter (must be greater than 0) ${operation}(${parameter}`)
}

/** Parses an expression that must have numbers as its value. */
function parseMetric(tokens: TokenStream): MetricExpression {
  const mark = tokens.mark()
  const expression = parseExpression(tokens)
  if (expression.kind !== 'log') return expression
  tokens.reset(mark)
  throw tokens.unexpected()
}

/** Parses `by (...)` or `without (...)`, or nothing. */
export function parseGrouping(tokens: TokenStream): Grouping | undefined {
  const keyword = tokens.takeIf('by') ?? tokens.takeIf('without')
  if (!keyword) return undefined
  return { without: keyword.type === 'without', labels: parseNames(tokens) }
}

/** Parses `(name, ...)`, which may be empty. */
function parseNames(tokens: TokenStream): string[] {
  tokens.expect('(')
  const names: string[] = []
  while (!tokens.is(')')) {
    if (names.length > 0) tokens.expect(',')
    names.push(tokens.expect('IDENTIFIER').text)
  }
  tokens.expect(')')
  return names
}

function parseConstant(tokens: TokenStream): MetricExpression {
  tokens.take()
  tokens.expect('(')
  if (!tokens.is('NUMBER')) throw tokens.unexpected('NUMBER')
  const value = parseSignedNumber(tokens)
  tokens.expect(')')
  return { kind: 'constant', value }
}

function parseLabelReplace(tokens: TokenStream): MetricExpression {
  tokens.take()
  tokens.expect('(')
  parseMetric(tokens)
  for (let argument = 0; argument < 4; argument++) {
    tokens.expect(',')
    tokens.expect('STRING')
  }
  tokens.expect(')')
  return { kind: 'unsupported', construct: 'label_replace' }
}
