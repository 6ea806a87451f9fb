import sharp, { type Metadata, type Sharp } from 'sharp'
import { InputError } from './errors.ts'
import { detectFormat, type ImageFormat } from './image-format.ts'
import type { Part } from './multipart.ts'
import type { ProblemFacts } from './problems.ts'

sharp.concurrency(1) // one thread a picture: the workers share the CPUs between them
sharp.cache(false)

/** A whole body, or one part of a multipart body: problems then name the part. */
export type PictureSource = Buffer | Part

/** A picture whose header is read and small enough, and nothing else. */
export interface OpenedPicture {
  readonly header: Metadata
  /** Upright: what is drawn from it needs no turning. */
  readonly upright: Sharp
  /** @throws InputError when the picture is damaged */
  read(scaled: Sharp): Promise<{ data: Buffer; width: number; height: number }>
}

/**
 * Opens the first frame of a picture. The size is checked in the header, before decoding.
 *
 * @param source JPEG, PNG, WebP, GIF, TIFF or AVIF
 * @param maxPixels limit of width x height of the picture as sent
 * @throws InputError when the bytes are no such picture, are damaged, or hold too many pixels
 */
export async function openPicture(source: PictureSource, maxPixels: number): Promise<OpenedPicture> {
  const bytes = Buffer.isBuffer(source) ? source : source.bytes
  const place: ProblemFacts = Buffer.isBuffer(source) ? {} : { part: source.name }
  const format = requireFormat(bytes, place)
  const picture = sharp(bytes, { failOn: 'truncated', limitInputPixels: false }) // checkSize limits them, with a better answer
  const orUndecodable = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (cause) {
      throw new InputError('image-undecodable', { format, ...place }, { cause })
    }
  }
  const header = await orUndecodable(picture.metadata())
  checkSize(header, maxPixels, place)
  return {
    header,
    upright: picture.autoOrient(),
    async read(scaled) {
      const { data, info } = await orUndecodable(scaled.raw().toBuffer({ resolveWithObject: true }))
      return { data, width: info.width, height: info.height }
    },
  }
}

function requireFormat(bytes: Buffer, place: ProblemFacts): ImageFormat {
  const format = detectFormat(bytes)
  if (format === undefined) throw new InputError('not-an-image', place)
  if (format === 'HEIC') throw new InputError('image-format-unsupported', { format, ...place })
  return format
}

function checkSize({ width, height }: Metadata, limit: number, place: ProblemFacts): void {
  if (width * height > limit) throw new InputError('image-too-large', { width, height, limit, ...place })
}
