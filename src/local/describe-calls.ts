import type { SendResult } from '../client/send-calls.ts'

/**
 * What was sent and what came back, in two sentences.
 * @example describeCalls('photos', 8, result) // '1000 photos by 8 clients in 14.0 s, 71 a second.\nStatuses: 200 1000 (100.0 %).'
 */
export function describeCalls(what: string, clients: number, result: SendResult): string {
  const { sent, byStatus, durationMs, ratePerSecond } = result
  const rate = ratePerSecond.toFixed(ratePerSecond < 10 ? 1 : 0)
  const head = `${sent} ${what} by ${clients} clients in ${(durationMs / 1000).toFixed(1)} s, ${rate} a second.`
  return `${head}\nStatuses: ${listShares(Object.entries(byStatus), sent)}.`
}

/** @example listShares([['200', 9], ['503', 1]], 10) // '200 9 (90.0 %), 503 1 (10.0 %)' */
export function listShares(counts: readonly [string, number][], total: number): string {
  return counts.map(([name, count]) => `${name} ${count} (${((100 * count) / total).toFixed(1)} %)`).join(', ')
}
