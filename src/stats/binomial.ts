import { incompleteBeta } from './incomplete-beta.ts'

/**
 * P(X >= k) for X ~ Binomial(n, p), exact; real k and n are allowed, so that counts deflated for bursts can be tested.
 *
 * P(X >= k) = I_p(k, n - k + 1), NIST DLMF 8.17.5.
 * @param k successes, from 0 to n
 * @param n trials
 * @param p probability of a success, from 0 to 1
 * @example upperTail(5, 10, 0.5) // 0.623046875
 */
export function upperTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1
  return incompleteBeta(p, k, n - k + 1)
}

/**
 * P(X <= k) for X ~ Binomial(n, p), exact; real k and n are allowed.
 *
 * P(X <= k) = I_{1-p}(n - k, k + 1), NIST DLMF 8.17.5.
 * @example lowerTail(0, 299, 0.01) // 0.0495, the published reason why 299 requests prove a p99 at 95 %
 */
export function lowerTail(k: number, n: number, p: number): number {
  if (k >= n) return 1
  return incompleteBeta(1 - p, n - k, k + 1)
}
