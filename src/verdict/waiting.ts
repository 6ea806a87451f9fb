import type { Facts } from './facts.ts'

/**
 * Minutes until the window holds `needed` requests at the rate seen since traffic began in it.
 *
 * @returns null when it never will: the window is full already, or too short for this traffic
 */
export function minutesUntil(needed: number, { n, buckets, window }: Facts): number | null {
  const elapsed = minutesOfTraffic(buckets, window)
  if (elapsed === null || n === 0) return null
  const rate = n / elapsed
  const windowMinutes = Number(window.endNs - window.startNs) / 60e9
  return needed > rate * windowMinutes ? null : Math.max(0, needed - n) / rate
}

/** Minutes since the first request of a window that still fills; null when there was traffic at its beginning. */
function minutesOfTraffic(buckets: Facts['buckets'], window: Facts['window']): number | null {
  const first = buckets.findIndex((bucket) => bucket.n > 0)
  if (first === 0 || buckets.length === 0) return null
  // Requests after the last whole minute only: traffic began less than a minute ago.
  return first === -1 ? Math.max(Number(window.endNs % 60_000_000_000n) / 60e9, 1 / 60) : buckets.length - first
}
