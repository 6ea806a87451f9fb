import { evaluateInstant, evaluateRange } from '../../logql/evaluate.ts'
import { formatGoFloat } from '../../logql/go-float.ts'
import { parseQuery } from '../../logql/parser.ts'
import type { LogSource } from '../../logql/source.ts'
import type { QueryRequest } from './query-request.ts'

/**
 * Evaluates a query and writes Loki's JSON answer.
 *
 * @throws QueryError
 * @see https://grafana.com/docs/loki/latest/reference/loki-http-api/#query-logs-at-a-single-point-in-time
 */
export function answerQuery(request: QueryRequest, source: LogSource): string {
  if (request.kind === 'range') return success('matrix', evaluateMatrix(request, source))
  const { query, timeNs } = request
  const samples = evaluateInstant(query, timeNs, source)
  const vector = samples.map(({ labels, value }) => ({ metric: labels, value: point(timeNs, value) }))
  return parseQuery(query).kind === 'number' ? success('scalar', vector[0]?.value) : success('vector', vector)
}

function evaluateMatrix(
  { query, startNs, endNs, stepNs }: Extract<QueryRequest, { kind: 'range' }>,
  source: LogSource,
): unknown {
  const series = evaluateRange(query, startNs, endNs, stepNs, source)
  return series.map(({ labels, points }) => ({
    metric: labels,
    values: points.map(([timeNs, value]) => point(timeNs, value)),
  }))
}

/** Seconds with milliseconds, and the number as Go writes it. */
function point(timeNs: bigint, value: number): [number, string] {
  return [Number(timeNs / 1_000_000n) / 1000, formatGoFloat(value)]
}

/** Grafana asks for the parts of `stats`; the store does not count. */
const STATS = { summary: {}, querier: {}, ingester: {}, cache: {} }

function success(resultType: string, result: unknown): string {
  return `${JSON.stringify({ status: 'success', data: { resultType, result, stats: STATS } })}\n`
}
