import type { Picture } from './picture.ts'

/** What is taken from each channel, and what it is divided by: (value - mean) / deviation, of bytes from 0 to 255. */
export interface ChannelScale {
  readonly mean: readonly [number, number, number]
  readonly deviation: readonly [number, number, number]
}

/** Bytes as they are. */
export const UNSCALED: ChannelScale = { mean: [0, 0, 0], deviation: [1, 1, 1] }
/** 0 to 1. */
export const UNIT: ChannelScale = { mean: [0, 0, 0], deviation: [255, 255, 255] }

/**
 * Lays a picture out plane by plane, as most models of the PyTorch family take it.
 *
 * @param picture RGB, or RGBA whose alpha is left out
 * @returns Float32Array, NCHW, 1 x 3 x height x width
 */
export function toPlanes(
  { pixels, width, height, channels }: Picture,
  { mean, deviation }: ChannelScale,
): Float32Array {
  const area = width * height
  const planes = new Float32Array(area * 3)
  for (let channel = 0; channel < 3; channel++) {
    const [shift, scale] = [mean[channel] as number, 1 / (deviation[channel] as number)]
    for (let at = 0, from = channel; at < area; at++, from += channels) {
      planes[channel * area + at] = ((pixels[from] as number) - shift) * scale
    }
  }
  return planes
}

/**
 * Lays a picture out pixel by pixel, as most models of the TensorFlow family take it.
 *
 * @param picture RGB, or RGBA whose alpha is left out
 * @returns Float32Array, NHWC, 1 x height x width x 3
 */
export function toPixels(
  { pixels, width, height, channels }: Picture,
  { mean, deviation }: ChannelScale,
): Float32Array {
  const area = width * height
  const values = new Float32Array(area * 3)
  for (let channel = 0; channel < 3; channel++) {
    const [shift, scale] = [mean[channel] as number, 1 / (deviation[channel] as number)]
    for (let at = 0; at < area; at++) {
      values[at * 3 + channel] = ((pixels[at * channels + channel] as number) - shift) * scale
    }
  }
  return values
}
