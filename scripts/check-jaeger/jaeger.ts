import { setTimeout as sleep } from 'node:timers/promises'
import axios from 'axios'

/** A span as Jaeger's query API gives it; times in microseconds. */
export interface JaegerSpan {
  readonly spanID: string
  readonly operationName: string
  readonly references: readonly { readonly refType: string; readonly spanID: string }[]
  readonly startTime: number
  readonly duration: number
  readonly tags: readonly { readonly key: string; readonly value: string | number | boolean }[]
}

const WAIT_MS = 15_000
const POLL_MS = 200

/** @throws Error when no Jaeger answers there */
export async function expectJaeger(queryUrl: string): Promise<void> {
  await axios.get(`${queryUrl}/api/services`, { timeout: 5000 }).catch((cause: Error) => {
    throw new Error(`Jaeger does not answer at ${queryUrl}: ${cause.message}; start one, or name it with --query URL`)
  })
}

/** Reads the spans of a trace, once so many have arrived; fewer when they do not within 15 s. */
export async function readTrace(queryUrl: string, traceId: string, count: number): Promise<readonly JaegerSpan[]> {
  let spans: readonly JaegerSpan[] = []
  for (let waited = 0; waited < WAIT_MS && spans.length < count; waited += POLL_MS) {
    await sleep(POLL_MS)
    const { status, data } = await axios.get<{ data: { spans: JaegerSpan[] }[] | null }>(
      `${queryUrl}/api/traces/${traceId}`,
      { timeout: 5000, validateStatus: (code) => code === 200 || code === 404 },
    )
    spans = status === 200 ? (data.data?.[0]?.spans ?? []) : []
  }
  return spans
}

export function readTag(span: JaegerSpan | undefined, key: string): string | number | boolean | undefined {
  return span?.tags.find((tag) => tag.key === key)?.value
}
