import type { Picture } from './picture.ts'

/**
 * Reads a picture between its pixels, bilinear, and adds what is there to one sum a channel. Outside, the nearest pixel goes on.
 *
 * @param x, y pixels; the centre of the first one is (0.5, 0.5)
 */
export function addSample(
  { pixels, width, height, channels }: Picture,
  x: number,
  y: number,
  sums: Float64Array,
): void {
  const u = clamp(x - 0.5, width - 1)
  const v = clamp(y - 0.5, height - 1)
  const left = Math.floor(u)
  const top = Math.floor(v)
  const above = (top * width + left) * channels
  const below = top + 1 < height ? above + width * channels : above
  const next = left + 1 < width ? channels : 0
  for (let channel = 0; channel < channels; channel++) {
    const upper = mix(pixels, above + channel, next, u - left)
    const lower = mix(pixels, below + channel, next, u - left)
    sums[channel] = (sums[channel] as number) + upper + (v - top) * (lower - upper)
  }
}

function mix(pixels: Uint8Array, at: number, next: number, share: number): number {
  const from = pixels[at] as number
  return from + share * ((pixels[at + next] as number) - from)
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value))
}
