import { setTimeout as delay } from 'node:timers/promises'
import axios from 'axios'
import type { JaegerSpan, Process, toTrace } from '../../src/local/traces/jaeger-trace.ts'

/** Jaeger writes a trace down a moment after it has taken it. */
const LOOKS = 50
const LOOK_INTERVAL_MS = 100

export interface Collector {
  readonly queryUrl: string
  readonly otlpUrl: string
}

type Trace = ReturnType<typeof toTrace>

const client = axios.create({ proxy: false, validateStatus: null, timeout: 10_000, responseType: 'text' })

/** @returns the status, and what was answered if it was taken: the sentence of a refusal is each one's own */
export async function post({ otlpUrl }: Collector, body: unknown, type = 'application/json') {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const { status, data } = await client.post(`${otlpUrl}/v1/traces`, text, { headers: { 'content-type': type } })
  return status === 200 ? [status, data] : [status]
}

/** Asks until the trace is there, or once for an `error`: its answer then, without the sentence where Go speaks. */
export async function findTrace({ queryUrl }: Collector, id: string, expected: 'trace' | 'error' = 'trace') {
  for (let look = 1; ; look++) {
    const { status, data } = await client.get(`${queryUrl}/api/traces/${id}`)
    const answer = JSON.parse(data)
    if (status === 200 || expected === 'error' || look === LOOKS) {
      if (status === 400) answer.errors = answer.errors.map(({ code }: { code: number }) => ({ code }))
      return { status, answer }
    }
    await delay(LOOK_INTERVAL_MS)
  }
}

/** Those services of the compared trace that are known; a Jaeger may hold more, its own among them. */
export async function findServices({ queryUrl }: Collector, trace: ReadonlyMap<string, unknown>) {
  const { data } = await client.get(`${queryUrl}/api/services`)
  const { data: names, total, ...around } = JSON.parse(data)
  const wanted = [...trace].filter(([path]) => path.endsWith(' service')).map(([, name]) => name)
  const known = [...new Set(wanted)].filter((name) => names.includes(name)).sort()
  return { known, isCounted: total === names.length, around }
}

/** An answer as one value a field, each with its path: order aside, and `warnings`, which are Jaeger's own remarks. */
export function canonical({ status, answer }: { status: number; answer: { data: Trace[] } }): Map<string, unknown> {
  const { data, ...around } = answer
  const [trace] = data
  const fields = new Map<string, unknown>([
    ['status', status],
    ['around', around],
    ['traceID', trace?.traceID],
  ])
  for (const { processID, ...span } of trace?.spans ?? [])
    for (const [name, value] of describe(span, trace?.processes[processID])) fields.set(`${span.spanID} ${name}`, value)
  return fields
}

function describe({ spanID: _, ...span }: JaegerSpan, process: Process | undefined): [string, unknown][] {
  const { warnings: __, ...told } = span as JaegerSpan & { warnings?: unknown }
  return [
    ...Object.entries(told).map(([name, value]): [string, unknown] => [name, sort(value)]),
    ['service', process?.serviceName],
    ['process tags', sort(process?.tags)],
  ]
}

function sort(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  const sorted = value.map((one) => ('fields' in one ? { ...one, fields: sort(one.fields) } : one))
  return sorted.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
