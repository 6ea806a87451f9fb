import { type HttpFailure, readHttpFailure } from './http-failure.ts'

const TRIES = 3
const LONGEST_WAIT_SECONDS = 60
/** GitHub asks for a minute when a secondary limit names no time. */
const SECONDARY_LIMIT_SECONDS = 60
/** Asking again may double what was written: after a failure without an answer, only these are repeated. */
const REPEATABLE = new Set(['GET', 'PATCH', 'DELETE'])

/** Waits that many seconds. */
export type Wait = (seconds: number) => Promise<void>

/**
 * Sends, and again after the time that GitHub asks for, or after 1 and 2 s when it gave no answer: three tries,
 * none after a wait of over a minute.
 */
export async function sendWithRetry<T>(method: string, send: () => Promise<T>, wait: Wait): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send()
    } catch (error) {
      const seconds = retryAfterSeconds(error, method, attempt)
      if (attempt === TRIES || seconds === null || seconds > LONGEST_WAIT_SECONDS) throw error
      await wait(seconds)
    }
  }
}

function retryAfterSeconds(error: unknown, method: string, attempt: number): number | null {
  const failure = readHttpFailure(error)
  if (failure === null) return null
  const noAnswer = failure.status === null || failure.status >= 500
  const backoff = noAnswer && REPEATABLE.has(method) ? 2 ** (attempt - 1) : null
  return rateLimitSeconds(failure) ?? backoff
}

/** Seconds that GitHub asks to wait when a rate limit is reached; null when it is no rate limit. */
export function rateLimitSeconds({ status, headers, message }: HttpFailure, nowMs = Date.now()): number | null {
  if (status !== 429 && status !== 403) return null
  const after = Number(headers['retry-after'] ?? Number.NaN)
  if (after >= 0) return after
  const reset = Number(headers['x-ratelimit-reset'])
  if (headers['x-ratelimit-remaining'] === '0' && reset > 0) return Math.max(0, Math.ceil(reset - nowMs / 1000))
  return status === 429 || /secondary rate limit/i.test(message) ? SECONDARY_LIMIT_SECONDS : null
}
