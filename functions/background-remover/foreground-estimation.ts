import { boxMean, boxMeanOfProduct } from './box-mean.ts'

/** Red, green and blue of the foreground, then of the background. */
export const LAYER_CHANNELS = 6

/** Keeps colours that have no weight around them from being divided by nothing. */
const LEAST_WEIGHT = 1e-5

interface EstimationSpec {
  readonly width: number
  readonly height: number
  /** Pixels around each where colours are sought first, to know them at all, then again, to know them exactly. */
  readonly radii: readonly [number, number]
}

/**
 * Estimates the foreground (and the background) as alpha matting asks for it: the colours of both around each pixel, so that
 * the two can be told apart where a pixel shows both.
 * Source: M. Forte, Approximate fast foreground colour estimation, ICIP 2021.
 *
 * @param colours red, green and blue, width x height each
 * @param alpha share of the foreground, from 0 to 1
 * @returns six numbers for each pixel, in the unit of the colours
 */
export function estimateForeground(
  colours: readonly Float32Array[],
  alpha: Float32Array,
  { width, height, radii }: EstimationSpec,
): Float32Array {
  const rest = alpha.map((share) => 1 - share)
  const result = new Float32Array(alpha.length * LAYER_CHANNELS)
  const [wide, narrow] = radii.map((radius) => {
    const [front, back] = [alpha, rest].map((weights) => {
      const sums = boxMean(weights, width, height, radius)
      return (values: Float32Array) => divide(boxMeanOfProduct(values, weights, width, height, radius), sums)
    })
    return { front, back }
  }) as [Averages, Averages]
  colours.forEach((colour, channel) => {
    const [front, back] = [wide.front(colour), wide.back(colour)]
    for (let at = 0; at < front.length; at++) {
      front[at] = unmix(colour[at] as number, alpha[at] as number, front[at] as number, back[at] as number)
    }
    place(narrow.front(front), result, channel)
    place(narrow.back(back), result, channel + 3)
  })
  return result
}

/**
 * Takes the background out of a colour that shows both.
 *
 * @param front the foreground's colour around it
 */
export function unmix(colour: number, alpha: number, front: number, back: number): number {
  return front + alpha * (colour - alpha * front - (1 - alpha) * back)
}

/** Averages around each pixel, of the foreground alone or the background alone. */
interface Averages {
  front(values: Float32Array): Float32Array
  back(values: Float32Array): Float32Array
}

/** In the memory of the sums. */
function divide(sums: Float32Array, weights: Float32Array): Float32Array {
  for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) / ((weights[at] as number) + LEAST_WEIGHT)
  return sums
}

function place(values: Float32Array, mixed: Float32Array, channel: number): void {
  for (let at = 0; at < values.length; at++) mixed[at * LAYER_CHANNELS + channel] = values[at] as number
}
