import type { GreyPicture, Picture } from '#runtime/picture'
import { LAYER_CHANNELS, unmix } from './foreground-estimation.ts'
import { COEFFICIENTS } from './guided-filter.ts'
import { type Matte, readAlpha } from './matte.ts'
import { RowSampler } from './row-sampler.ts'

/** Bytes of a pixel of a picture with transparency. */
const RGBA = 4

/**
 * Takes the background out of a picture, in its own memory: transparent where the background is, and at the edges the
 * foreground's own colour. Nothing of the background stays below full transparency.
 *
 * @param picture RGBA; what is transparent stays so
 * @returns share of the foreground of the whole picture, from 0 to 1
 */
export function cutOut({ pixels, width, height }: Picture, { coefficients, layerColours }: Matte): number {
  const refinement = new RowSampler(coefficients, width, height)
  const colours = new RowSampler(layerColours, width, height)
  const shares = new Float32Array(width)
  let sum = 0
  for (let row = 0; row < height; row++) {
    const line = pixels.subarray(row * width * RGBA, (row + 1) * width * RGBA)
    const isMixed = cutRow(line, refinement.readRow(row), shares)
    if (isMixed) unmixRow(line, colours.readRow(row), shares)
    for (let at = 3; at < line.length; at += RGBA) sum += line[at] as number
  }
  return sum / (255 * width * height)
}

/** @returns the transparency of a picture alone */
export function takeAlpha({ pixels, width, height }: Picture): GreyPicture {
  const grey = new Uint8Array(width * height)
  for (let at = 0; at < grey.length; at++) grey[at] = pixels[at * RGBA + 3] as number
  return { pixels: grey, width, height, channels: 1 }
}

/**
 * Lays a cut-out on a backdrop, in its own memory.
 *
 * @param backdrop red, green and blue, from 0 to 255
 */
export function layOn({ pixels, width, height }: Picture, backdrop: RowSampler): Picture {
  for (let row = 0, from = 0, to = 0; row < height; row++) {
    const behind = backdrop.readRow(row)
    for (let at = 0; at < width * 3; at += 3, from += RGBA, to += 3) {
      const alpha = (pixels[from + 3] as number) / 255
      for (let channel = 0; channel < 3; channel++) {
        pixels[to + channel] = Math.round(
          alpha * (pixels[from + channel] as number) + (1 - alpha) * (behind[at + channel] as number),
        )
      }
    }
  }
  return { pixels: pixels.subarray(0, width * height * 3), width, height, channels: 3 }
}

/**
 * Makes a row transparent.
 *
 * @param shares of the foreground: written here
 * @returns whether a pixel is neither foreground nor background alone
 */
function cutRow(line: Uint8Array, coefficients: Float32Array, shares: Float32Array): boolean {
  let isMixed = false
  for (let column = 0, at = 0; column < shares.length; column++, at += RGBA) {
    const red = (line[at] as number) / 255
    const green = (line[at + 1] as number) / 255
    const blue = (line[at + 2] as number) / 255
    const share = readAlpha(coefficients, column * COEFFICIENTS, red, green, blue)
    const alpha = Math.round((line[at + 3] as number) * share)
    shares[column] = share
    line[at + 3] = alpha
    if (alpha === 0) line[at] = line[at + 1] = line[at + 2] = 0
    else if (share < 1) isMixed = true
  }
  return isMixed
}

function unmixRow(line: Uint8Array, colours: Float32Array, shares: Float32Array): void {
  for (let column = 0, at = 0, from = 0; column < shares.length; column++, at += RGBA, from += LAYER_CHANNELS) {
    const share = shares[column] as number
    if (share === 1 || line[at + 3] === 0) continue
    for (let channel = 0; channel < 3; channel++) {
      const [front, back] = [colours[from + channel] as number, colours[from + channel + 3] as number]
      const colour = unmix((line[at + channel] as number) / 255, share, front, back)
      line[at + channel] = Math.round(255 * Math.min(1, Math.max(0, colour)))
    }
  }
}
