const CHANNELS = 3

interface Picture {
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
}

/**
 * Cuts the central square out of a picture.
 *
 * @param picture rows of RGB bytes
 * @param size side of the square, pixels; at most the picture's sides
 * @returns Uint8Array, NHWC, 1 x size x size x 3, RGB in [0, 255]
 */
export function cropCentre(picture: Picture, size: number): Uint8Array {
  const left = (picture.width - size) >> 1
  const top = (picture.height - size) >> 1
  const square = new Uint8Array(size * size * CHANNELS)
  for (let row = 0; row < size; row++) {
    const start = ((top + row) * picture.width + left) * CHANNELS
    square.set(picture.pixels.subarray(start, start + size * CHANNELS), row * size * CHANNELS)
  }
  return square
}
