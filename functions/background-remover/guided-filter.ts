import { boxMean } from './box-mean.ts'

/** The values of one channel, from 0 to 1. */
type Values = Float32Array

export interface GuidedFilterSpec {
  readonly width: number
  readonly height: number
  /** Pixels around each that are looked at. */
  readonly radius: number
  /** Variance of colour, from 0 to 1, below which a surface counts as plain. */
  readonly smoothness: number
}

/** Where all around a pixel is this near to 0 or 1, nothing is left to refine. */
const CERTAIN = 0.005

/** Red, green, blue and a constant, for each pixel. */
export const COEFFICIENTS = 4

/**
 * Finds how a mask follows from the colours around each pixel: mask = r red + g green + b blue + constant. Laid over the same
 * picture at a larger size, the coefficients give a mask with the edges of that picture.
 * Source: K. He, J. Sun, X. Tang, Guided image filtering, PAMI 35(6), 2013, equations 14 to 16 for colour; applied at a
 * larger size: K. He, J. Sun, Fast guided filter, 2015.
 *
 * @param guide red, green and blue
 * @returns four numbers for each pixel, one after the other
 */
export function fitGuidedFilter(
  guide: readonly [Values, Values, Values],
  mask: Values,
  { width, height, radius, smoothness }: GuidedFilterSpec,
): Float32Array {
  const mean = (values: Values) => boxMean(values, width, height, radius)
  const covary = (a: Values, b: Values, meanA: Values, meanB: Values) =>
    mean(a.map((value, at) => value * (b[at] as number))).map(
      (product, at) => product - (meanA[at] as number) * (meanB[at] as number),
    )
  const [red, green, blue] = guide
  const [meanRed, meanGreen, meanBlue] = [mean(red), mean(green), mean(blue)]
  const meanMask = mean(mask)
  const local: LocalStatistics = {
    means: [meanRed, meanGreen, meanBlue],
    meanMask,
    spread: [
      covary(red, red, meanRed, meanRed),
      covary(red, green, meanRed, meanGreen),
      covary(red, blue, meanRed, meanBlue),
      covary(green, green, meanGreen, meanGreen),
      covary(green, blue, meanGreen, meanBlue),
      covary(blue, blue, meanBlue, meanBlue),
    ],
    withMask: [
      covary(red, mask, meanRed, meanMask),
      covary(green, mask, meanGreen, meanMask),
      covary(blue, mask, meanBlue, meanMask),
    ],
  }
  return interleave(solve(local, smoothness).map(mean))
}

interface LocalStatistics {
  readonly means: readonly [Values, Values, Values]
  readonly meanMask: Values
  /** Covariances of red, green and blue: rr, rg, rb, gg, gb, bb. */
  readonly spread: readonly [Values, Values, Values, Values, Values, Values]
  readonly withMask: readonly [Values, Values, Values]
}

/** Solves three equations for each pixel by Cramer's rule. */
function solve({ means, meanMask, spread, withMask }: LocalStatistics, smoothness: number): Values[] {
  const size = meanMask.length
  const results = Array.from({ length: COEFFICIENTS }, () => new Float32Array(size))
  const [reds, greens, blues, constants] = results as [Values, Values, Values, Values]
  const read = (values: Values, at: number) => values[at] as number
  for (let at = 0; at < size; at++) {
    const average = read(meanMask, at)
    if (average < CERTAIN || average > 1 - CERTAIN) {
      constants[at] = Math.round(average)
      continue
    }
    const [rr, gg, bb] = [
      read(spread[0], at) + smoothness,
      read(spread[3], at) + smoothness,
      read(spread[5], at) + smoothness,
    ]
    const [rg, rb, gb] = [read(spread[1], at), read(spread[2], at), read(spread[4], at)]
    const [r, g, b] = [read(withMask[0], at), read(withMask[1], at), read(withMask[2], at)]
    const [c00, c01, c02] = [gg * bb - gb * gb, rb * gb - rg * bb, rg * gb - rb * gg]
    const [c11, c12, c22] = [rr * bb - rb * rb, rb * rg - rr * gb, rr * gg - rg * rg]
    const determinant = rr * c00 + rg * c01 + rb * c02
    const red = (c00 * r + c01 * g + c02 * b) / determinant
    const green = (c01 * r + c11 * g + c12 * b) / determinant
    const blue = (c02 * r + c12 * g + c22 * b) / determinant
    reds[at] = red
    greens[at] = green
    blues[at] = blue
    constants[at] = average - red * read(means[0], at) - green * read(means[1], at) - blue * read(means[2], at)
  }
  return results
}

function interleave(planes: readonly Values[]): Float32Array {
  const count = planes.length
  const mixed = new Float32Array((planes[0]?.length ?? 0) * count)
  planes.forEach((values, plane) => {
    for (let at = 0; at < values.length; at++) mixed[at * count + plane] = values[at] as number
  })
  return mixed
}
