import { QueryError } from '../errors.ts'
import type { Expression, MetricExpression } from './ast.ts'
import { binaryFunction } from './binary-operation.ts'
import { compareLabels, labelsKey } from './labels.ts'
import { unsupported } from './parse-error.ts'
import { parseQuery } from './parser.ts'
import { evaluateRangeAggregation, type StepVectors } from './range-evaluation.ts'
import type { LogSource, Sample, Series } from './source.ts'
import { oneStep, type Steps, stepsBetween } from './steps.ts'
import { vectorFunction } from './vector-aggregation.ts'

const MAX_SERIES = 500
const PUSHED_DOWN: ReadonlySet<string> = new Set([
  'bytes_over_time',
  'bytes_rate',
  'sum_over_time',
  'rate',
  'count_over_time',
])

/**
 * Evaluates a metric query at one time, over windows (time - range, time]; answers equal those of Loki 3.7.
 *
 * @param timeNs nanoseconds since the Unix epoch
 * @returns the samples, sorted by labels; none is not the same as zero
 * @throws QueryError worded as Loki words it, or naming what this evaluator refuses
 */
export function evaluateInstant(query: string, timeNs: bigint, source: LogSource): Sample[] {
  const expression = parseQuery(query)
  if (expression.kind === 'log') {
    throw new QueryError(
      'log queries are not supported as an instant query type, please change your query to a range query type',
    )
  }
  const samples = evaluateVectors(expression, oneStep(timeNs), source)[0] ?? []
  limitSeries(samples.length)
  return samples.toSorted((left, right) => compareLabels(left.labels, right.labels))
}

/**
 * Evaluates a metric query at start, start + step, ... up to the end.
 *
 * @returns series sorted by labels; a step without lines has no point
 * @throws QueryError as evaluateInstant does
 */
export function evaluateRange(
  query: string,
  startNs: bigint,
  endNs: bigint,
  stepNs: bigint,
  source: LogSource,
): Series[] {
  const expression = parseQuery(query)
  if (expression.kind === 'log') throw unsupported('log query')
  const steps = stepsBetween(startNs, endNs, stepNs)
  const series = new Map<string, { labels: Sample['labels']; points: [bigint, number][] }>()
  for (const [index, vector] of evaluateVectors(expression, steps, source).entries()) {
    for (const { labels, value } of vector) {
      const key = labelsKey(labels)
      const point: [bigint, number] = [startNs + BigInt(index) * stepNs, value]
      const found = series.get(key)
      if (found) found.points.push(point)
      else series.set(key, { labels, points: [point] })
    }
    limitSeries(series.size)
  }
  return [...series.values()].sort((left, right) => compareLabels(left.labels, right.labels))
}

function limitSeries(count: number): void {
  if (count <= MAX_SERIES) return
  throw new QueryError(
    `maximum number of series (${MAX_SERIES}) reached for a single query; consider reducing query cardinality by adding more ` +
      'specific stream selectors, reducing the time range, or aggregating results with functions like sum(), count() or topk()',
  )
}

function evaluateVectors(expression: MetricExpression, steps: Steps, source: LogSource): StepVectors {
  switch (expression.kind) {
    case 'unsupported':
      throw unsupported(expression.construct)
    case 'number':
    case 'constant':
      return Array.from({ length: steps.count }, () => [{ labels: {}, value: expression.value }])
    case 'range':
      return evaluateRangeAggregation(expression, undefined, steps, source)
    case 'vector': {
      const combine = vectorFunction(expression)
      return evaluateInner(expression, steps, source).map(combine)
    }
    case 'binary': {
      const apply = binaryFunction(expression)
      const left = evaluateSide(expression.left, steps, source)
      const right = evaluateSide(expression.right, steps, source)
      return Array.from({ length: steps.count }, (_, step) => apply(left(step), right(step)))
    }
  }
}

/** Loki hands the grouping of a `sum` to the aggregation inside it, which changes how lines are parsed. */
function evaluateInner(
  { operation, expression, grouping }: Extract<Expression, { kind: 'vector' }>,
  steps: Steps,
  source: LogSource,
): StepVectors {
  const pushed =
    operation === 'sum' && expression.kind === 'range' && !expression.grouping && PUSHED_DOWN.has(expression.operation)
  return pushed
    ? evaluateRangeAggregation(expression, grouping, steps, source)
    : evaluateVectors(expression, steps, source)
}

function evaluateSide(
  expression: MetricExpression,
  steps: Steps,
  source: LogSource,
): (step: number) => readonly Sample[] | number {
  if (expression.kind === 'number') return () => expression.value
  const vectors = evaluateVectors(expression, steps, source)
  return (step) => vectors[step] ?? []
}
