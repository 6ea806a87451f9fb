const LANCZOS_G = 7
const LANCZOS_COEFFICIENTS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]
const STIRLING_FROM = 1e4

/**
 * Natural logarithm of the gamma function for x > 0.
 *
 * Lanczos, "A Precision Approximation of the Gamma Function", SIAM J. Numer. Anal. 1 (1964), g = 7 with 9 terms;
 * from 10,000 on the Stirling series (NIST DLMF 5.11.1), which keeps full precision there.
 * @param x greater than 0
 * @throws RangeError when x is not greater than 0
 * @example logGamma(5) // 3.1780538303479458, that is ln 24
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`Expected a number greater than 0 for x but received ${x}`)
  if (x >= STIRLING_FROM) return stirling(x)
  const shifted = x - 1
  let series = LANCZOS_COEFFICIENTS[0] ?? 0
  for (let i = 1; i < LANCZOS_COEFFICIENTS.length; i++) series += (LANCZOS_COEFFICIENTS[i] ?? 0) / (shifted + i)
  const t = shifted + LANCZOS_G + 0.5
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(series)
}

function stirling(x: number): number {
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3)
}
