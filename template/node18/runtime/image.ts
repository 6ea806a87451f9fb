import { openPicture, type PictureSource } from './open-picture.ts'

export interface DecodedImage {
  /** Rows of RGB bytes, upright, sRGB. */
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
  /** Of the picture as it was sent, before any turning. */
  readonly sourceWidth: number
  readonly sourceHeight: number
}

/**
 * Decodes the first frame of a picture and scales it so that it just covers a square, its centre kept: EXIF orientation
 * applied, any colour space turned into sRGB, transparency laid on white.
 *
 * @param size side of the square, pixels
 * @throws InputError as `openPicture`
 */
export async function decodeImage(source: PictureSource, size: number, maxPixels: number): Promise<DecodedImage> {
  const { header, upright, read } = await openPicture(source, maxPixels)
  const scaled = upright
    .resize(size, size, { fit: 'cover', kernel: 'cubic' })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
  const { data, width, height } = await read(scaled)
  return { pixels: data, width, height, sourceWidth: header.width, sourceHeight: header.height }
}
