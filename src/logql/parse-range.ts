import type { Grouping, LogRange, RangeAggregation, Stage, Unwrap } from './ast.ts'
import { parseDuration } from './duration.ts'
import { parseGoFloat } from './go-float.ts'
import { parseError, unsupported } from './parse-error.ts'
import { parseGrouping } from './parse-metric.ts'
import { parseStages, parseUnwrap } from './parse-pipeline.ts'
import { parseSelector } from './parse-selector.ts'
import type { TokenStream } from './token-stream.ts'

const GROUPABLE: ReadonlySet<string> = new Set(
  ['avg', 'stddev', 'stdvar', 'quantile', 'max', 'min', 'first', 'last'].map((name) => `${name}_over_time`),
)
const WITHOUT_UNWRAP: ReadonlySet<string> = new Set([
  'bytes_over_time',
  'bytes_rate',
  'count_over_time',
  'rate',
  'absent_over_time',
])
const NEVER_UNWRAPPED: ReadonlySet<string> = new Set(['bytes_over_time', 'bytes_rate', 'count_over_time'])

/** Parses `rate({...} | ... [5m])` and the like, with Loki's rules on parameter, grouping and unwrap. */
export function parseRangeAggregation(tokens: TokenStream): RangeAggregation {
  const operation = tokens.take().type
  tokens.expect('(')
  const parameter = tokens.is('NUMBER') ? tokens.take().text : undefined
  if (parameter !== undefined) tokens.expect(',')
  const range = parseLogRange(tokens)
  tokens.expect(')')
  const grouping = parseGrouping(tokens)
  const quantile = readParameter(operation, parameter)
  checkUnwrap(operation, grouping, range.unwrap)
  return {
    kind: 'range',
    operation,
    range,
    ...(quantile === undefined ? {} : { parameter: quantile }),
    ...(grouping ? { grouping } : {}),
  }
}

function readParameter(operation: string, parameter: string | undefined): number | undefined {
  if (operation !== 'quantile_over_time') {
    if (parameter === undefined) return undefined
    throw parseError(`parameter ${parameter} not supported for operation ${operation}`)
  }
  if (parameter === undefined) throw parseError(`parameter required for operation ${operation}`)
  const value = parseGoFloat(parameter)
  if (value === undefined) throw parseError(`invalid parameter for operation ${operation}: ${parameter}`)
  return value
}

function checkUnwrap(operation: string, grouping: Grouping | undefined, unwrap: Unwrap | undefined): void {
  if (grouping && !GROUPABLE.has(operation)) throw parseError(`grouping not allowed for ${operation} aggregation`)
  if (unwrap && NEVER_UNWRAPPED.has(operation)) throw parseError(`invalid aggregation ${operation} with unwrap`)
  if (!unwrap && !WITHOUT_UNWRAP.has(operation)) throw parseError(`invalid aggregation ${operation} without unwrap`)
}

interface Window {
  readonly rangeNs: bigint
  readonly offsetNs: bigint
}

/** The range stands after the selector, or after the pipeline, or after parentheses around either. */
function parseLogRange(tokens: TokenStream): LogRange {
  const parsed = parseRangedLog(tokens)
  if (!parsed.window) throw tokens.unexpected('RANGE')
  const { matchers, stages, unwrap } = parsed
  return { kind: 'log', matchers, stages, ...parsed.window, ...(unwrap ? { unwrap } : {}) }
}

interface RangedLog {
  readonly matchers: LogRange['matchers']
  readonly stages: readonly Stage[]
  readonly unwrap: Unwrap | undefined
  readonly window: Window | undefined
}

function parseRangedLog(tokens: TokenStream): RangedLog {
  if (tokens.takeIf('(')) {
    const inner = parseRangedLog(tokens)
    tokens.expect(')')
    const window = inner.window ?? parseWindow(tokens)
    if (inner.stages.length > 0 || inner.unwrap) return { ...inner, window }
    return parseAfterSelector(tokens, inner.matchers, window)
  }
  const matchers = parseSelector(tokens)
  return parseAfterSelector(tokens, matchers, parseWindow(tokens))
}

function parseAfterSelector(tokens: TokenStream, matchers: LogRange['matchers'], early: Window | undefined): RangedLog {
  const stages = parseStages(tokens)
  const unwrap = parseUnwrap(tokens)
  return { matchers, stages, unwrap, window: early ?? parseWindow(tokens) }
}

function parseWindow(tokens: TokenStream): Window | undefined {
  const range = tokens.takeIf('RANGE')
  if (!range) return undefined
  return { rangeNs: range.rangeNs, offsetNs: tokens.takeIf('offset') ? parseOffset(tokens) : 0n }
}

function parseOffset(tokens: TokenStream): bigint {
  const sign = tokens.takeIf('-') ? -1n : 1n
  const { text } = tokens.expect('DURATION')
  const duration = parseDuration(text)
  if (typeof duration === 'string') throw unsupported(`offset ${text}`)
  return sign * duration
}
