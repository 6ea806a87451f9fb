/** Numbers of several channels for each pixel, one pixel after the other. */
export interface PixelMap {
  readonly values: Float32Array | Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: number
}

/**
 * Draws a map larger, one row at a time (bilinear): the large map is never in memory as a whole.
 *
 * @example new RowSampler({ values: Float32Array.of(0, 4), width: 2, height: 1, channels: 1 }, 4, 1).readRow(0) // [0, 1, 3, 4]
 */
export class RowSampler {
  readonly #map: PixelMap
  readonly #scale: number
  readonly #top: number
  /** For each column, where its left neighbour begins in a row of the map, and the share of the right one. */
  readonly #left: Int32Array
  readonly #share: Float32Array
  readonly #mixed: Float32Array
  readonly #row: Float32Array

  /**
   * @param width of the large map
   * @param fit `stretch` draws the whole map; `cover` keeps its proportions and cuts off what is over, the middle stays
   */
  constructor(map: PixelMap, width: number, height: number, fit: 'stretch' | 'cover' = 'stretch') {
    const cover = Math.min(map.width / width, map.height / height)
    const [scaleX, scaleY] = fit === 'cover' ? [cover, cover] : [map.width / width, map.height / height]
    const left = (map.width - width * scaleX) / 2
    this.#map = map
    this.#scale = scaleY
    this.#top = (map.height - height * scaleY) / 2
    this.#left = new Int32Array(width)
    this.#share = new Float32Array(width)
    this.#mixed = new Float32Array(map.width * map.channels)
    this.#row = new Float32Array(width * map.channels)
    for (let column = 0; column < width; column++) {
      const { from, share } = findNeighbours(left + (column + 0.5) * scaleX, map.width)
      this.#left[column] = from * map.channels
      this.#share[column] = share
    }
  }

  /** @returns the channels of each pixel of a row of the large map; the next call writes over them */
  readRow(row: number): Float32Array {
    this.#mixRows(row)
    const { channels, width } = this.#map
    const [mixed, result] = [this.#mixed, this.#row]
    const step = width > 1 ? channels : 0
    for (let column = 0, at = 0; column < this.#left.length; column++) {
      const from = this.#left[column] as number
      const share = this.#share[column] as number
      for (let channel = 0; channel < channels; channel++, at++) {
        const near = mixed[from + channel] as number
        result[at] = near + share * ((mixed[from + step + channel] as number) - near)
      }
    }
    return result
  }

  #mixRows(row: number): void {
    const { values, width, height, channels } = this.#map
    const { from, share } = findNeighbours(this.#top + (row + 0.5) * this.#scale, height)
    const length = width * channels
    const upper = from * length
    const lower = height > 1 ? upper + length : upper
    for (let at = 0; at < length; at++) {
      const near = values[upper + at] as number
      this.#mixed[at] = near + share * ((values[lower + at] as number) - near)
    }
  }
}

/** @returns the pixel before a place, and the share of the one after it; the last pair at the border */
function findNeighbours(place: number, limit: number): { from: number; share: number } {
  const centred = Math.min(limit - 1, Math.max(0, place - 0.5))
  const from = Math.max(0, Math.min(limit - 2, Math.floor(centred)))
  return { from, share: centred - from }
}
