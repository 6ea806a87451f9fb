import { lowerTail, upperTail } from './binomial.ts'

const BISECTIONS = 100

/**
 * Exact two-sided interval for a proportion.
 *
 * Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
 * Biometrika 26 (1934): the ends are the p at which the tails beyond k hold half of alpha each.
 * @param k successes, from 0 to n (real when deflated for bursts)
 * @param n trials, greater than 0
 * @param level confidence, e.g. 0.95
 * @returns [lower, upper], ratios from 0 to 1
 * @example clopperPearson(15, 148, 0.95) // [0.0578, 0.1617], Newcombe 1998
 */
export function clopperPearson(k: number, n: number, level: number): [number, number] {
  const half = (1 - level) / 2
  const lower = k <= 0 ? 0 : solve((p) => upperTail(k, n, p) >= half)
  const upper = k >= n ? 1 : solve((p) => lowerTail(k, n, p) <= half)
  return [lower, upper]
}

/** The p from 0 to 1 at which `reached` turns true and stays so. */
function solve(reached: (p: number) => boolean): number {
  let low = 0
  let high = 1
  for (let i = 0; i < BISECTIONS && low < high; i++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (reached(middle)) high = middle
    else low = middle
  }
  return (low + high) / 2
}
