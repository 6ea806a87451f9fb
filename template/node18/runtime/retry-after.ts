/**
 * Reads how long a server asks its caller to wait.
 * Source: RFC 9110 §10.2.3 (seconds, or a date).
 *
 * @param nowMs milliseconds since 1970
 * @returns milliseconds, undefined when the header is absent or says neither
 * @example readRetryAfterMs('2', 0) // 2000
 */
export function readRetryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null || header === '') return undefined
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000
  const atMs = Date.parse(header)
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs)
}
