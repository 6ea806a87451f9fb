import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import axios, { type AxiosError, isCancel } from 'axios'
import axiosRetry, { exponentialDelay } from 'axios-retry'

const MAX_DELAY_MS = 10_000
const ERROR_CHARACTERS = 300

/** One line for Loki; the timestamp is nanoseconds since the Unix epoch. */
export interface PushLine {
  readonly labels: Readonly<Record<string, string>>
  readonly timestampNs: bigint
  readonly line: string
}

/** What became of a batch. Refused with 413, it may be sent again in parts; refused otherwise, never. */
type PushOutcome =
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'refused'; readonly status: number; readonly cause: string }
  | { readonly kind: 'aborted' }

interface PushOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** The first wait before a retry; doubled every time, up to 10 s. A longer Retry-After is obeyed. */
  readonly retryDelayMs: number
  readonly onRetry: (attempt: number, cause: string) => void
}

export type Push = (lines: readonly PushLine[], signal: AbortSignal) => Promise<PushOutcome>

/**
 * A client of Loki's push API. What may pass (no connection, no answer in time, 429, 5xx) is tried again, with the same
 * timestamps, until it is answered: Loki keeps equal entries once, so a batch that was stored unacknowledged is not doubled.
 */
export function createPush({ url, headers, timeoutMs, retryDelayMs, onRetry }: PushOptions): Push {
  const client = axios.create({
    baseURL: url,
    timeout: timeoutMs,
    maxRedirects: 0,
    proxy: false,
    httpAgent: new HttpAgent({ keepAlive: true, timeout: timeoutMs }),
    httpsAgent: new HttpsAgent({ keepAlive: true, timeout: timeoutMs }),
    headers: { ...headers, 'Content-Type': 'application/json' },
    responseType: 'text',
    validateStatus: (status) => status === 204 || status === 200,
  })
  axiosRetry(client, {
    retries: Number.POSITIVE_INFINITY,
    shouldResetTimeout: true,
    retryCondition: mayPass,
    retryDelay: (attempt, error) =>
      exponentialDelay(Math.min(attempt, Math.log2((2 * MAX_DELAY_MS) / retryDelayMs)), error, retryDelayMs / 2),
    onRetry: (attempt, error) => onRetry(attempt, describeError(error)),
  })
  return async (lines, signal) => {
    try {
      await client.post('/loki/api/v1/push', toBody(lines), { signal })
      return { kind: 'acknowledged' }
    } catch (error) {
      if (isCancel(error)) return { kind: 'aborted' }
      const refusal = error as AxiosError
      return { kind: 'refused', status: refusal.response?.status ?? 0, cause: describeError(refusal) }
    }
  }
}

function mayPass(error: AxiosError): boolean {
  if (isCancel(error)) return false
  const status = error.response?.status
  return status === undefined || status === 429 || status >= 500
}

function describeError(error: AxiosError): string {
  if (error.response === undefined) return error.message || error.code || 'no answer'
  return `${error.response.status} ${String(error.response.data).trim().slice(0, ERROR_CHARACTERS)}`.trim()
}

function toBody(lines: readonly PushLine[]): string {
  const streams = new Map<PushLine['labels'], [string, string][]>()
  for (const { labels, timestampNs, line } of lines) {
    const values = streams.get(labels) ?? []
    values.push([String(timestampNs), line])
    streams.set(labels, values)
  }
  return JSON.stringify({ streams: [...streams].map(([stream, values]) => ({ stream, values })) })
}
