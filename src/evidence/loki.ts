import axios, { type AxiosError, type AxiosInstance } from 'axios'
import axiosRetry, { retryAfter } from 'axios-retry'
import { z } from 'zod'
import { LogSourceError } from '../errors.ts'
import type { Sample, Series } from '../logql/source.ts'
import type { LogQueries } from './log-queries.ts'

interface LokiOptions {
  /** base address, e.g. http://loki:3100 */
  readonly url: string
  /** sent as X-Scope-OrgID */
  readonly tenant?: string | undefined
  /** bearer token; the caller sees to it that it belongs to this address */
  readonly token?: string | undefined
  readonly timeoutMs?: number
  /** waits before each retry, in ms; their number is that of the retries */
  readonly retryDelaysMs?: readonly number[]
}

const TIMEOUT_MS = 60_000
const RETRY_DELAYS_MS = [250, 1000, 4000]
const LONGEST_WAIT_MS = 30_000
const LONGEST_CAUSE = 300

/** Loki's numbers are texts; NaN and infinities are no measurement. */
const value = z.tuple([z.number(), z.string().trim().min(1).transform(Number).pipe(z.number())])
const labels = z.record(z.string(), z.string())
const vector = z.array(z.object({ metric: labels, value }))
const matrix = z.array(z.object({ metric: labels, values: z.array(value) }))
const answer = z.object({
  status: z.literal('success'),
  data: z.object({ resultType: z.string(), result: z.unknown() }),
})

/**
 * A Loki over its HTTP API. Refused connections, time-outs, 429 and 5xx are retried (Retry-After is kept up to 30 s);
 * whatever else is not an answer becomes a LogSourceError that names the call, never a number.
 */
export class Loki implements LogQueries {
  readonly #http: AxiosInstance
  readonly #address: string
  /** why the store stopped answering: what is asked after that need not wait through all retries again */
  #down: LogSourceError | null = null

  constructor(options: LokiOptions) {
    this.#address = addressOf(options.url)
    this.#http = createClient(options)
  }

  async instant(query: string, timeNs: bigint): Promise<readonly Sample[]> {
    const result = await this.#ask('/loki/api/v1/query', { query, time: String(timeNs) }, 'vector', vector)
    return result.map((sample) => ({ labels: sample.metric, value: sample.value[1] }))
  }

  async range(query: string, startNs: bigint, endNs: bigint, stepNs: bigint): Promise<readonly Series[]> {
    const bounds = { start: String(startNs), end: String(endNs), step: `${Number(stepNs) / 1e9}` }
    const result = await this.#ask('/loki/api/v1/query_range', { query, ...bounds }, 'matrix', matrix)
    return result.map((series) => ({
      labels: series.metric,
      points: series.values.map(([seconds, number]) => [BigInt(Math.round(seconds * 1000)) * 1_000_000n, number]),
    }))
  }

  async #ask<T>(path: string, params: Record<string, string>, type: string, shape: z.ZodType<T>): Promise<T> {
    if (this.#down) throw this.#down
    const call = `GET ${this.#address}${path}`
    const response = await this.#http.get<string>(path, { params }).catch((error: unknown) => {
      const failure = new LogSourceError(`Loki did not answer: ${call}: ${causeOf(error)}`)
      if (axios.isAxiosError(error) && isTransient(error)) this.#down = failure
      throw failure
    })
    const parsed = answer.safeParse(parseJson(response.data))
    if (!parsed.success || parsed.data.data.resultType !== type) {
      throw new LogSourceError(`Expected a ${type} from Loki but received ${kindOf(response.data)}: ${call}`)
    }
    const result = shape.safeParse(parsed.data.data.result)
    if (!result.success) throw new LogSourceError(`Expected a ${type} from Loki but received another shape: ${call}`)
    return result.data
  }
}

function createClient({ url, tenant, token, timeoutMs, retryDelaysMs }: LokiOptions): AxiosInstance {
  const delays = retryDelaysMs ?? RETRY_DELAYS_MS
  const http = axios.create({
    baseURL: url,
    timeout: timeoutMs ?? TIMEOUT_MS,
    // A redirect could carry the token elsewhere.
    maxRedirects: 0,
    responseType: 'text',
    transformResponse: (body: string) => body,
    headers: {
      ...(tenant ? { 'X-Scope-OrgID': tenant } : {}),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
  })
  axiosRetry(http, {
    retries: delays.length,
    shouldResetTimeout: true,
    retryCondition: isTransient,
    retryDelay: (count, error) => Math.min(LONGEST_WAIT_MS, Math.max(delays[count - 1] ?? 0, retryAfter(error))),
  })
  return http
}

function isTransient({ response }: AxiosError): boolean {
  return !response || response.status === 429 || response.status >= 500
}

/** The address without what it may carry of credentials. */
function addressOf(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`.replace(/\/$/, '')
}

function causeOf(error: unknown): string {
  if (!axios.isAxiosError(error)) return String(error)
  if (!error.response) return error.code ?? 'no answer'
  const text = String(error.response.data ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_CAUSE)
  return text.startsWith('<') || text === '' ? `${error.response.status}` : `${error.response.status} ${text}`
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function kindOf(body: string): string {
  return parseJson(body) === undefined ? 'what is not JSON' : 'another answer'
}
