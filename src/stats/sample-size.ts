const MAX_SAMPLE = 1e9

/**
 * Smallest whole n for which `decides` holds, by doubling and bisection; null when even 10^9 do not.
 *
 * @param decides monotone: once true, true for every larger n
 * @example smallestSample((n) => lowerTail(0, n, 0.005) <= 0.05) // 598
 */
export function smallestSample(decides: (n: number) => boolean): number | null {
  let high = 1
  while (!decides(high)) {
    high *= 2
    if (high > MAX_SAMPLE) return null
  }
  let low = Math.floor(high / 2)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (decides(middle)) high = middle
    else low = middle
  }
  return high
}
