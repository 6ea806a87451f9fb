import type { Picture } from '#runtime/picture'

/** @returns the pixels of a picture, and behind them those of its mirror image */
export function stackWithMirror({ pixels, width, height, channels }: Picture): Uint8Array {
  const stacked = new Uint8Array(2 * pixels.length)
  stacked.set(pixels)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = (row * width + column) * channels
      const to = (row * width + (width - 1 - column)) * channels
      stacked.set(pixels.subarray(from, from + channels), pixels.length + to)
    }
  }
  return stacked
}

/**
 * Makes one embedding of those of a face and of its mirror image: their mean, at length 1.
 * In the literature: test-time augmentation by flipping.
 *
 * @param pair one behind the other
 * @returns with the length that the mean had
 * @example averagePair(Float32Array.of(1, 2, 5, 6)) // { embedding: [0.6, 0.8], norm: 5 }
 */
export function averagePair(pair: Float32Array): { embedding: number[]; norm: number } {
  const length = pair.length / 2
  const mean = Array.from({ length }, (_, index) => ((pair[index] as number) + (pair[length + index] as number)) / 2)
  const norm = Math.hypot(...mean)
  return { embedding: mean.map((value) => value / norm), norm }
}
