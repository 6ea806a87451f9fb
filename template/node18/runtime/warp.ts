import type { Picture } from './picture.ts'
import type { Affine } from './similarity.ts'

/** More samples a side than this are not taken for one pixel, however small the result is drawn. */
const MAX_SAMPLES = 32

export interface WarpSpec {
  /** From the result to the source; both count from the corner of the first pixel, whose centre is (0.5, 0.5). */
  readonly toSource: Affine
  readonly width: number
  readonly height: number
  /** What lies outside the source: its nearest pixel, or one value for every channel. */
  readonly outside: 'edge' | number
}

/**
 * Draws a picture turned, scaled and shifted. Between pixels it is bilinear; where the result is smaller, all of the source
 * that a pixel covers is averaged.
 *
 * @param picture any channels
 * @returns rows of bytes, width x height x channels
 */
export function warpPicture(picture: Picture, { toSource, width, height, outside }: WarpSpec): Picture {
  const { channels } = picture
  const [a, b, , d, e] = toSource
  const columns = countSamples(Math.hypot(a, d))
  const rows = countSamples(Math.hypot(b, e))
  const pixels = new Uint8Array(width * height * channels)
  const sums = new Float64Array(channels)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      sums.fill(0)
      addSamples(picture, toSource, { x, y, columns, rows, outside }, sums)
      const at = (y * width + x) * channels
      for (let channel = 0; channel < channels; channel++) {
        pixels[at + channel] = Math.round((sums[channel] as number) / (columns * rows))
      }
    }
  }
  return { pixels, width, height, channels }
}

/** One for each pixel of the source that lies under a side of a pixel of the result. */
function countSamples(scale: number): number {
  return Math.min(MAX_SAMPLES, Math.max(1, Math.ceil(scale - 1e-9)))
}

interface Place {
  readonly x: number
  readonly y: number
  readonly columns: number
  readonly rows: number
  readonly outside: 'edge' | number
}

function addSamples(picture: Picture, [a, b, c, d, e, f]: Affine, place: Place, sums: Float64Array): void {
  const { x, y, columns, rows, outside } = place
  for (let row = 0; row < rows; row++) {
    const v = y + (row + 0.5) / rows
    for (let column = 0; column < columns; column++) {
      const u = x + (column + 0.5) / columns
      addSample(picture, a * u + b * v + c - 0.5, d * u + e * v + f - 0.5, outside, sums)
    }
  }
}

/** Bilinear: the four pixels around, each by the area that it shares with a pixel laid at the place. */
function addSample(picture: Picture, x: number, y: number, outside: 'edge' | number, sums: Float64Array): void {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [right, bottom] = [x - left, y - top]
  addPixel(picture, left, top, (1 - right) * (1 - bottom), outside, sums)
  addPixel(picture, left + 1, top, right * (1 - bottom), outside, sums)
  addPixel(picture, left, top + 1, (1 - right) * bottom, outside, sums)
  addPixel(picture, left + 1, top + 1, right * bottom, outside, sums)
}

function addPixel(
  { pixels, width, height, channels }: Picture,
  x: number,
  y: number,
  weight: number,
  outside: 'edge' | number,
  sums: Float64Array,
): void {
  const isInside = x >= 0 && y >= 0 && x < width && y < height
  const column = Math.min(width - 1, Math.max(0, x))
  const row = Math.min(height - 1, Math.max(0, y))
  const at = (row * width + column) * channels
  for (let channel = 0; channel < channels; channel++) {
    const value = isInside || outside === 'edge' ? (pixels[at + channel] as number) : outside
    sums[channel] = (sums[channel] as number) + weight * value
  }
}
