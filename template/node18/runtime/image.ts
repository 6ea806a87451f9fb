import sharp, { type Metadata, type Sharp } from 'sharp'
import { InputError } from './errors.ts'
import { detectFormat, type ImageFormat } from './image-format.ts'

sharp.concurrency(1) // one thread a picture: the workers share the CPUs between them
sharp.cache(false)

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
 * applied, any colour space turned into sRGB, transparency laid on white. The size is checked in the header, before decoding.
 *
 * @param bytes JPEG, PNG, WebP, GIF, TIFF or AVIF
 * @param size side of the square, pixels
 * @param maxPixels limit of width x height of the picture as sent
 * @throws InputError when the bytes are no such picture, are damaged, or hold too many pixels
 */
export async function decodeImage(bytes: Buffer, size: number, maxPixels: number): Promise<DecodedImage> {
  const format = requireFormat(bytes)
  const picture = sharp(bytes, { failOn: 'truncated', limitInputPixels: false }) // checkSize limits them, with a better answer
  const header = await readHeader(picture, format)
  checkSize(header, maxPixels)
  const scaled = picture
    .autoOrient()
    .resize(size, size, { fit: 'cover', kernel: 'cubic' })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
  const { data, info } = await orUndecodable(scaled.toBuffer({ resolveWithObject: true }), format)
  return {
    pixels: data,
    width: info.width,
    height: info.height,
    sourceWidth: header.width,
    sourceHeight: header.height,
  }
}

function requireFormat(bytes: Buffer): ImageFormat {
  const format = detectFormat(bytes)
  if (format === undefined) throw new InputError('not-an-image')
  if (format === 'HEIC') throw new InputError('image-format-unsupported', { format })
  return format
}

function readHeader(picture: Sharp, format: ImageFormat): Promise<Metadata> {
  return orUndecodable(picture.metadata(), format)
}

function checkSize({ width, height }: Metadata, limit: number): void {
  if (width * height > limit) throw new InputError('image-too-large', { width, height, limit })
}

async function orUndecodable<T>(work: Promise<T>, format: ImageFormat): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new InputError('image-undecodable', { format }, { cause })
  }
}
