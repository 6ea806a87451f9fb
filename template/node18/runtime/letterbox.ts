import type { FittedPicture, Picture } from './picture.ts'

/**
 * Adds black rows and columns at the bottom and the right, so that both sides are multiples: the picture is not stretched,
 * and its coordinates stay what they are.
 *
 * @param picture RGB
 * @returns the picture itself where nothing is to be added
 * @example padToMultiple(picture, 32) // 640 x 427 becomes 640 x 448
 */
export function padToMultiple(picture: Picture, multiple: number): Picture {
  const width = Math.ceil(picture.width / multiple) * multiple
  const height = Math.ceil(picture.height / multiple) * multiple
  if (width === picture.width && height === picture.height) return picture
  const { pixels: source, channels } = picture
  const [stride, paddedStride] = [picture.width * channels, width * channels]
  const pixels = new Uint8Array(paddedStride * height)
  for (let row = 0; row < picture.height; row++) {
    pixels.set(source.subarray(row * stride, (row + 1) * stride), row * paddedStride)
  }
  return { pixels, width, height, channels }
}

/**
 * Makes the way back from a scaled picture to the full one.
 *
 * @returns turns coordinates of the scaled picture, pixels, into those of the full one
 * @example mapToFull({ picture, fullWidth: 1280, fullHeight: 854 })(320, 213.5) // [640, 427] of a 640 x 427 picture
 */
export function mapToFull({
  picture,
  fullWidth,
  fullHeight,
}: FittedPicture): (x: number, y: number) => [number, number] {
  const [scaleX, scaleY] = [fullWidth / picture.width, fullHeight / picture.height]
  return (x, y) => [x * scaleX, y * scaleY]
}
