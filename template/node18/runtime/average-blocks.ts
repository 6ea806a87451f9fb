import type { Picture } from './picture.ts'

/** Whole pixels: from (left, top) up to, and without, (right, bottom). */
export interface PixelArea {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * Shrinks an area of a picture: each pixel of the result is the mean of a square block. Blocks at the right and at the bottom may
 * be cut, and are the mean of what is left of them.
 *
 * @param area within the picture
 * @param block side of a block, whole pixels
 */
export function averageBlocks({ pixels, width, channels }: Picture, area: PixelArea, block: number): Picture {
  const { left, top, right, bottom } = area
  const columns = Math.ceil((right - left) / block)
  const rows = Math.ceil((bottom - top) / block)
  const means = new Uint8Array(columns * rows * channels)
  const sums = new Float64Array(columns * channels)
  for (let row = 0; row < rows; row++) {
    const first = top + row * block
    const end = Math.min(bottom, first + block)
    sums.fill(0)
    for (let y = first; y < end; y++) {
      addRow(pixels.subarray((y * width + left) * channels, (y * width + right) * channels), channels, block, sums)
    }
    for (let at = 0; at < sums.length; at++) {
      const column = left + Math.floor(at / channels) * block
      const area = (end - first) * (Math.min(right, column + block) - column)
      means[row * sums.length + at] = Math.round((sums[at] as number) / area)
    }
  }
  return { pixels: means, width: columns, height: rows, channels }
}

function addRow(row: Uint8Array, channels: number, block: number, sums: Float64Array): void {
  const step = block * channels
  for (let from = 0, to = 0; from < row.length; from += step, to += channels) {
    const end = Math.min(row.length, from + step)
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0
      for (let at = from + channel; at < end; at += channels) sum += row[at] as number
      sums[to + channel] = (sums[to + channel] as number) + sum
    }
  }
}
