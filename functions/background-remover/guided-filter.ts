import { boxMean, boxMeanOfProduct } from './box-mean.ts'

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
  const meanOf = (a: Values, b: Values) => boxMeanOfProduct(a, b, width, height, radius)
  const [red, green, blue] = guide
  const solved = solve(
    {
      colours: [mean(red), mean(green), mean(blue)],
      products: [
        meanOf(red, red),
        meanOf(red, green),
        meanOf(red, blue),
        meanOf(green, green),
        meanOf(green, blue),
        meanOf(blue, blue),
      ],
      mask: mean(mask),
      masked: [meanOf(red, mask), meanOf(green, mask), meanOf(blue, mask)],
    },
    smoothness,
  )
  return interleave(solved.map(mean))
}

/** Averages around each pixel. */
interface LocalMeans {
  /** Of red, green and blue. */
  readonly colours: readonly [Values, Values, Values]
  /** Of their products: rr, rg, rb, gg, gb, bb. */
  readonly products: readonly [Values, Values, Values, Values, Values, Values]
  readonly mask: Values
  /** Of red, green and blue times the mask. */
  readonly masked: readonly [Values, Values, Values]
}

/** Of the colours: rr, rg, rb, gg, gb, bb; then of red, green and blue with the mask. */
type Moments = [number, number, number, number, number, number, number, number, number]
/** Of red, green and blue. */
type Factors = [number, number, number]

/** Fits a plane through the colours and the mask around each pixel: three equations. */
function solve(means: LocalMeans, smoothness: number): Values[] {
  const { colours, mask } = means
  const results = Array.from({ length: COEFFICIENTS }, () => new Float32Array(mask.length))
  const [reds, greens, blues, constants] = results as [Values, Values, Values, Values]
  const moments: Moments = [0, 0, 0, 0, 0, 0, 0, 0, 0]
  const factors: Factors = [0, 0, 0]
  for (let at = 0; at < mask.length; at++) {
    const average = mask[at] as number
    if (average < CERTAIN || average > 1 - CERTAIN) {
      constants[at] = Math.round(average)
      continue
    }
    readMoments(means, at, smoothness, moments)
    solveThree(moments, factors)
    const [ofRed, ofGreen, ofBlue] = factors
    reds[at] = ofRed
    greens[at] = ofGreen
    blues[at] = ofBlue
    const [red, green, blue] = [colours[0][at] as number, colours[1][at] as number, colours[2][at] as number]
    constants[at] = average - ofRed * red - ofGreen * green - ofBlue * blue
  }
  return results
}

/** @param moments written here */
function readMoments(means: LocalMeans, at: number, smoothness: number, moments: Moments): void {
  const { colours, products, mask, masked } = means
  const [red, green, blue] = [colours[0][at] as number, colours[1][at] as number, colours[2][at] as number]
  const average = mask[at] as number
  moments[0] = (products[0][at] as number) - red * red + smoothness
  moments[1] = (products[1][at] as number) - red * green
  moments[2] = (products[2][at] as number) - red * blue
  moments[3] = (products[3][at] as number) - green * green + smoothness
  moments[4] = (products[4][at] as number) - green * blue
  moments[5] = (products[5][at] as number) - blue * blue + smoothness
  moments[6] = (masked[0][at] as number) - red * average
  moments[7] = (masked[1][at] as number) - green * average
  moments[8] = (masked[2][at] as number) - blue * average
}

/** By Cramer's rule, for a symmetric matrix. */
function solveThree(moments: Readonly<Moments>, factors: Factors): void {
  const [rr, rg, rb, gg, gb, bb, r, g, b] = moments
  const c00 = gg * bb - gb * gb
  const c01 = rb * gb - rg * bb
  const c02 = rg * gb - rb * gg
  const determinant = rr * c00 + rg * c01 + rb * c02
  factors[0] = (c00 * r + c01 * g + c02 * b) / determinant
  factors[1] = (c01 * r + (rr * bb - rb * rb) * g + (rb * rg - rr * gb) * b) / determinant
  factors[2] = (c02 * r + (rb * rg - rr * gb) * g + (rr * gg - rg * rg) * b) / determinant
}

function interleave(planes: readonly Values[]): Float32Array {
  const count = planes.length
  const mixed = new Float32Array((planes[0]?.length ?? 0) * count)
  planes.forEach((values, plane) => {
    for (let at = 0; at < values.length; at++) mixed[at * count + plane] = values[at] as number
  })
  return mixed
}
