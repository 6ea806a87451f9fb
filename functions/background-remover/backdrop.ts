import type { HandlerTools } from '#runtime/handler'
import type { Part } from '#runtime/multipart'
import { boxMean } from './box-mean.ts'
import type { Plane } from './plane.ts'
import { type PixelMap, RowSampler } from './row-sampler.ts'

/** How far the blur reaches, of the long side; three means in a row are as good as a bell curve. */
const BLUR_RADIUS = 1 / 60
const BLUR_ROUNDS = 3
const LEAST_WEIGHT = 1e-4

/** @param colour red, green and blue, from 0 to 255 */
export function fillWithColour(colour: readonly number[], width: number, height: number): RowSampler {
  return new RowSampler({ values: Uint8Array.from(colour), width: 1, height: 1, channels: 3 }, width, height)
}

/**
 * Decodes a picture no larger than it needs to be to cover another one.
 *
 * @throws InputError as `decodeFit`
 */
export async function decodeToCover(
  part: Part,
  width: number,
  height: number,
  { readSize, decodeFit }: Pick<HandlerTools, 'readSize' | 'decodeFit'>,
): Promise<PixelMap> {
  const full = await readSize(part)
  const scale = Math.min(1, Math.max(width / full.width, height / full.height))
  const { picture } = await decodeFit(part, Math.ceil(Math.max(full.width, full.height) * scale))
  return { ...picture, values: picture.pixels }
}

/**
 * Blurs what lies behind the foreground. The foreground's own colours do not bleed into it.
 *
 * @param colours red, green and blue, from 0 to 1
 * @param alpha share of the foreground, from 0 to 1
 * @returns red, green and blue of each pixel, from 0 to 255
 */
export function blurBackground(colours: readonly Plane[], alpha: Float32Array): PixelMap {
  const { width, height } = colours[0] as Plane
  const radius = Math.max(1, Math.round(Math.max(width, height) * BLUR_RADIUS))
  const blur = (values: Float32Array) => {
    let blurred = values
    for (let round = 0; round < BLUR_ROUNDS; round++) blurred = boxMean(blurred, width, height, radius)
    return blurred
  }
  const rest = alpha.map((share) => LEAST_WEIGHT + 1 - share)
  const weights = blur(rest)
  const values = new Float32Array(width * height * 3)
  colours.forEach((plane, channel) => {
    const seen = plane.values.slice()
    for (let at = 0; at < seen.length; at++) seen[at] = (seen[at] as number) * (rest[at] as number)
    const sums = blur(seen)
    for (let at = 0; at < sums.length; at++) {
      values[at * 3 + channel] = (255 * (sums[at] as number)) / (weights[at] as number)
    }
  })
  return { values, width, height, channels: 3 }
}
