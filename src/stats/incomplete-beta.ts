import { logGamma } from './log-gamma.ts'

const PRECISION = 1e-16
const TINY = 1e-300
const MAX_TERMS = 1_000_000

/**
 * Regularised incomplete beta function I_x(a, b), for real a and b.
 *
 * Continued fraction of NIST DLMF 8.17.22, evaluated by Lentz's method; the symmetry I_x(a, b) = 1 - I_{1-x}(b, a)
 * keeps it on the side where it converges. Small values are computed directly, never as one less something near one.
 * @param x from 0 to 1
 * @param a greater than 0
 * @param b greater than 0
 * @returns a probability from 0 to 1
 * @example incompleteBeta(0.5, 2, 3) // 0.6875
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x < (a + 1) / (a + b + 2)) return leftTail(x, a, b)
  return 1 - leftTail(1 - x, b, a)
}

function leftTail(x: number, a: number, b: number): number {
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)
  return (Math.exp(logFront) / a) * continuedFraction(x, a, b)
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = inverse(1 - ((a + b) * x) / (a + 1))
  let result = d
  for (let m = 1; m <= MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = inverse(1 + even * d)
    c = awayFromZero(1 + even / c)
    result *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = inverse(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    const change = d * c
    result *= change
    if (Math.abs(change - 1) < PRECISION) return result
  }
  throw new RangeError(`Expected the incomplete beta function to converge at x=${x}, a=${a}, b=${b}`)
}

const awayFromZero = (value: number) => (Math.abs(value) < TINY ? TINY : value)
const inverse = (value: number) => 1 / awayFromZero(value)
