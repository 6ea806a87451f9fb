import { addSample } from './add-sample.ts'
import { averageBlocks, type PixelArea } from './average-blocks.ts'
import type { Picture } from './picture.ts'
import { type Affine, applyAffine } from './similarity.ts'

export interface WarpSpec {
  /**
   * From the result to the source, as large along one side as along the other; both count from the corner of the first pixel,
   * whose centre is (0.5, 0.5).
   */
  readonly toSource: Affine
  readonly width: number
  readonly height: number
}

/**
 * Draws a picture turned, scaled and shifted; outside of it, its nearest pixel goes on. Between pixels it is bilinear; where the
 * result is smaller, all of the source that a pixel covers is averaged.
 *
 * @param picture any channels
 * @returns rows of bytes, width x height x channels
 */
export function warpPicture(picture: Picture, spec: WarpSpec): Picture {
  const [a, b, , d, e] = spec.toSource
  const block = Math.max(1, Math.floor(Math.max(Math.hypot(a, d), Math.hypot(b, e)) + 1e-9))
  if (block === 1) return drawSamples(picture, spec)
  const area = findArea(picture, spec, block)
  const toSource = spec.toSource.map((value, at) => {
    const shift = at === 2 ? area.left : at === 5 ? area.top : 0
    return (value - shift) / block
  }) as unknown as Affine
  return drawSamples(averageBlocks(picture, area, block), { ...spec, toSource })
}

/** @returns what lies under the result, with a block around it for what is read between pixels */
function findArea(picture: Picture, { toSource, width, height }: WarpSpec, block: number): PixelArea {
  const corners = [0, width].flatMap((x) => [0, height].map((y) => applyAffine(toSource, [x, y])))
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)]
  const left = clamp(Math.floor(Math.min(...xs)) - block, picture.width - 1)
  const top = clamp(Math.floor(Math.min(...ys)) - block, picture.height - 1)
  const right = Math.max(left + 1, clamp(Math.ceil(Math.max(...xs)) + block, picture.width))
  const bottom = Math.max(top + 1, clamp(Math.ceil(Math.max(...ys)) + block, picture.height))
  return { left, top, right, bottom }
}

function drawSamples(picture: Picture, { toSource: [a, b, c, d, e, f], width, height }: WarpSpec): Picture {
  const { channels } = picture
  const count = Math.max(1, Math.ceil(Math.max(Math.hypot(a, d), Math.hypot(b, e)) - 1e-9)) // a side of a pixel: 1 or 2
  const pixels = new Uint8Array(width * height * channels)
  const sums = new Float64Array(channels)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      sums.fill(0)
      for (let sample = 0; sample < count * count; sample++) {
        const u = x + ((sample % count) + 0.5) / count
        const v = y + (Math.floor(sample / count) + 0.5) / count
        addSample(picture, a * u + b * v + c, d * u + e * v + f, sums)
      }
      const at = (y * width + x) * channels
      for (let channel = 0; channel < channels; channel++) {
        pixels[at + channel] = Math.round((sums[channel] as number) / (count * count))
      }
    }
  }
  return { pixels, width, height, channels }
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value))
}
