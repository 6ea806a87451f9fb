import { estimateForeground, LAYER_CHANNELS } from './foreground-estimation.ts'
import { COEFFICIENTS, fitGuidedFilter } from './guided-filter.ts'
import { type Plane, resample } from './plane.ts'
import type { PixelMap } from './row-sampler.ts'

/** What is told of each pixel of a small picture, to be laid over a large one. */
export interface Matte {
  /** How the foreground's share follows from red, green and blue (see `fitGuidedFilter`). */
  readonly coefficients: PixelMap
  /** The colours of the foreground and the background around it (see `estimateForeground`). */
  readonly layerColours: PixelMap
  /** Share of the foreground, from 0 to 1. */
  readonly alpha: Float32Array
}

/** Of the long side: how far the edges of the model's mask may be from those of the picture. */
const RADIUS = 1 / 64
const SMOOTHNESS = 1e-4
const COLOUR_RADII = [1 / 16, 1 / 128] as const
/** Shares of the foreground below and above are 0 and 1: what the filter leaves of surfaces that are none or all of it. */
const LEVELS = { black: 0.1, white: 0.9 }

/**
 * Refines a mask by the colours of the picture that it is of.
 *
 * @param colours red, green and blue, from 0 to 1
 * @param mask of the same size, from 0 to 1
 */
export function refineMask(colours: readonly Plane[], { values: mask, width, height }: Plane): Matte {
  const long = Math.max(width, height)
  const [red, green, blue] = colours.map(({ values }) => values) as [Float32Array, Float32Array, Float32Array]
  const radius = Math.max(1, Math.round(long * RADIUS))
  const coefficients = fitGuidedFilter([red, green, blue], mask, { width, height, radius, smoothness: SMOOTHNESS })
  const alpha = new Float32Array(mask.length)
  for (let at = 0; at < alpha.length; at++) {
    const start = at * COEFFICIENTS
    alpha[at] = readAlpha(coefficients, start, red[at] as number, green[at] as number, blue[at] as number)
  }
  return {
    coefficients: { values: coefficients, width, height, channels: COEFFICIENTS },
    layerColours: estimateSmall(colours, { values: alpha, width, height }),
    alpha,
  }
}

/** At half the size: colours change less than edges do. */
function estimateSmall(colours: readonly Plane[], alpha: Plane): PixelMap {
  const [width, height] = [Math.ceil(alpha.width / 2), Math.ceil(alpha.height / 2)]
  const halve = (plane: Plane) => resample(plane, width, height).values
  const radii = COLOUR_RADII.map((share) => Math.max(1, Math.round(Math.max(width, height) * share)))
  const spec = { width, height, radii: radii as [number, number] }
  return { values: estimateForeground(colours.map(halve), halve(alpha), spec), width, height, channels: LAYER_CHANNELS }
}

/**
 * Reads the foreground's share of one pixel from its colour.
 *
 * @param at where the four coefficients of the pixel begin
 * @param red from 0 to 1, as green and blue
 */
export function readAlpha(coefficients: Float32Array, at: number, red: number, green: number, blue: number): number {
  const share =
    (coefficients[at] as number) * red +
    (coefficients[at + 1] as number) * green +
    (coefficients[at + 2] as number) * blue +
    (coefficients[at + 3] as number)
  return Math.min(1, Math.max(0, (share - LEVELS.black) / (LEVELS.white - LEVELS.black)))
}
