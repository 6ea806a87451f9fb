import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AxiosInstance } from 'axios'
import { askOnce, describeRequest } from './ask-once.ts'
import type { RequestBody } from './request-body.ts'
import { readRetryPauseMs } from './retry-pause.ts'
import { startTimeLimit, type TimeLimit } from './time-limit.ts'

/** A pause that leaves less than this is not made: the busy answer says more than a time that ran out. */
const LEAST_ATTEMPT_MS = 250

/** As long as an OpenFaaS gateway waits for a function by default. */
export const DEFAULT_TIMEOUT_MS = 60_000

/** How a function is called. */
export interface CallOptions {
  /** From the first attempt to the last byte of the answer; 60 seconds by default. */
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Beside the client's own: `traceparent`, `X-Call-Id`. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** false: 429 and 503 stand, whatever Retry-After says. */
  readonly retry?: boolean | undefined
}

export interface FunctionRequest {
  /** NAME or NAME.NAMESPACE. */
  readonly name: string
  readonly body: RequestBody
  readonly query?: string | undefined
  /** Only have the call queued; the answer is the gateway's 202. */
  readonly isAsync?: boolean
}

export interface FunctionAnswer {
  readonly functionName: string
  readonly status: number
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>
  readonly contentType: string
  readonly callId: string | undefined
  /** To be read or destroyed by the caller; fails when it breaks off or the time is over. */
  readonly body: Readable
}

/**
 * Calls a function, with POST; any status is an answer. 429 and 503 are retried as Retry-After says, if the body can be
 * sent again and the time allows it.
 *
 * @throws GatewayError if nobody answers in time; what the caller's signal or stream failed with
 */
export async function callFunction(
  http: AxiosInstance,
  request: FunctionRequest,
  options: CallOptions = {},
): Promise<FunctionAnswer> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options
  const limit = startTimeLimit(timeoutMs, describeRequest(http, request), signal)
  try {
    const answer = await askUntilTaken(http, request, options, limit)
    limit.signal.addEventListener('abort', () => answer.body.destroy(limit.signal.reason))
    answer.body.once('close', limit.end)
    return answer
  } catch (error) {
    limit.end()
    throw limit.signal.aborted ? limit.signal.reason : error
  }
}

async function askUntilTaken(
  http: AxiosInstance,
  request: FunctionRequest,
  options: CallOptions,
  limit: TimeLimit,
): Promise<FunctionAnswer> {
  const mayRetry = (options.retry ?? true) && request.body.isRepeatable
  for (;;) {
    const answer = await askOnce(http, request, options.headers, limit.signal)
    const pauseMs = readRetryPauseMs(answer.status, answer.headers['retry-after'], Date.now())
    if (!mayRetry || pauseMs === undefined || pauseMs + LEAST_ATTEMPT_MS >= limit.leftMs()) return answer
    answer.body.destroy()
    await sleep(pauseMs, undefined, { signal: limit.signal })
  }
}
