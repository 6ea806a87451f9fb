import axios from 'axios'

const BATCH = 1000
const TOLERANCE = 1e-9

export interface PushStream {
  readonly stream: Readonly<Record<string, string>>
  readonly values: readonly (readonly [string, string] | readonly [string, string, Readonly<Record<string, string>>])[]
}

export interface Reply {
  readonly status: number
  readonly ms: number
  /** Series by their labels, or the text of an error. */
  readonly result: unknown
}

/** Pushes streams in batches. @returns lines a second */
export async function pushLines(url: string, streams: readonly PushStream[]): Promise<number> {
  const begin = performance.now()
  let lines = 0
  for (const { stream, values } of streams) {
    for (let from = 0; from < values.length; from += BATCH) {
      const batch = values.slice(from, from + BATCH)
      await axios.post(`${url}/loki/api/v1/push`, { streams: [{ stream, values: batch }] })
      lines += batch.length
    }
  }
  return Math.round((lines / (performance.now() - begin)) * 1000)
}

/** Asks for a query's answer at a time, or over the ten minutes before it when a step is given. */
export async function ask(url: string, query: string, endMs: number, range: { stepS?: number }): Promise<Reply> {
  const endNs = `${endMs}000000`
  const begin = performance.now()
  const { status, data } = await (range.stepS
    ? axios.get(`${url}/loki/api/v1/query_range`, {
        params: { query, start: `${endMs - 600_000}000000`, end: endNs, step: range.stepS },
        validateStatus: () => true,
      })
    : axios.get(`${url}/loki/api/v1/query`, { params: { query, time: endNs }, validateStatus: () => true }))
  return { status, ms: Math.round(performance.now() - begin), result: data?.data?.result ?? String(data).trim() }
}

/** Whether two answers are equal: refusals by status, numbers to one part in 10^9. */
export function same(left: Reply, right: Reply): boolean {
  if (left.status !== right.status) return false
  return left.status !== 200 || equal(left.result, right.result)
}

function equal(left: unknown, right: unknown): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left === right || near(Number(left), Number(right))
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => equal(item, right[index]))
  }
  if (isRecord(left) && isRecord(right)) {
    const names = new Set([...Object.keys(left), ...Object.keys(right)])
    return [...names].every((name) => equal(left[name], right[name]))
  }
  return left === right
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function near(left: number, right: number): boolean {
  return Math.abs(left - right) <= TOLERANCE * Math.max(Math.abs(left), Math.abs(right))
}
