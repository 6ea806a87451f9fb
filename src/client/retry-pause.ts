const MAY_PASS = new Set([429, 503])
const SHORTEST_MS = 100

/**
 * Reads how long to wait before a call is made again: where the answer is 429 or 503, and says it.
 * Source: RFC 9110 §10.2.3 (seconds, or a date).
 *
 * @param nowMs milliseconds since 1970
 * @returns milliseconds, 100 at least; undefined where the answer stands
 * @example readRetryPauseMs(503, '2', 0) // 2000
 */
export function readRetryPauseMs(status: number, retryAfter: string | undefined, nowMs: number): number | undefined {
  if (!MAY_PASS.has(status) || retryAfter === undefined) return undefined
  const ms = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - nowMs
  return Number.isNaN(ms) ? undefined : Math.max(SHORTEST_MS, ms)
}
