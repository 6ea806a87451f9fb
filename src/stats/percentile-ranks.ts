import { lowerTail } from './binomial.ts'

/** Ranks (1-based) of the order statistics that enclose a percentile; null where no such rank exists at this n. */
interface PercentileRanks {
  readonly lower: number | null
  readonly upper: number | null
}

/**
 * Distribution-free two-sided interval for a percentile: [X(lower), X(upper)] of the sorted sample.
 *
 * With F the distribution of Binomial(n, p): lower = max{j : F(j-1) <= alpha/2}, upper = min{j : F(j-1) >= 1-alpha/2}
 * (David and Nagaraja, "Order Statistics", 3rd ed., section 7.1).
 * @param n sample size
 * @param ratio the percentile as a ratio, e.g. 0.99
 * @param level confidence, e.g. 0.95
 * @example percentileRanks(1000, 0.99, 0.95) // { lower: 983, upper: 997 }
 */
export function percentileRanks(n: number, ratio: number, level: number): PercentileRanks {
  const half = (1 - level) / 2
  const lower = firstRank(n, (rank) => lowerTail(rank - 1, n, ratio) > half) - 1
  const upper = firstRank(n, (rank) => lowerTail(rank - 1, n, ratio) >= 1 - half)
  return { lower: lower < 1 ? null : lower, upper: upper > n ? null : upper }
}

/** Smallest rank from 1 to n for which `holds` is true (it stays true from there on); n + 1 when none is. */
function firstRank(n: number, holds: (rank: number) => boolean): number {
  let low = 1
  let high = n + 1
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
