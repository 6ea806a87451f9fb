import sharp, { type Sharp } from 'sharp'
import { InputError } from './errors.ts'
import type { GreyPicture, Picture, Size } from './picture.ts'
import { type DigitalSource, describeProvenance } from './provenance.ts'
import { readWholeNumber, readWord } from './query.ts'

const FORMATS = ['png', 'webp', 'jpeg'] as const
const QUALITY = { min: 1, max: 100, fallback: 90 }
const FAST_COMPRESSION = 3
/** Pixels a side that a format holds: libwebp's WEBP_MAX_DIMENSION, libjpeg's JPEG_MAX_DIMENSION; PNG holds more than there are. */
const MAX_SIDE = { png: Number.POSITIVE_INFINITY, webp: 16_383, jpeg: 65_500 }

export type OutputFormat = (typeof FORMATS)[number]

/** How an answer that is a picture is written. */
export interface ImageOutput {
  readonly format: OutputFormat
  /** 1 to 100, of the formats that lose something. */
  readonly quality: number
  /** Whether the caller named no format: one that cannot hold the picture gives way to PNG then. */
  readonly negotiated?: boolean
  readonly provenance?: DigitalSource
}

export interface ImageOutputSpec {
  /** The format when the caller does not care. */
  readonly fallback: OutputFormat
  /** Whether the picture is transparent in places: no JPEG then. */
  readonly alpha?: boolean
  /** Marks the picture as made or changed by a model. */
  readonly provenance?: DigitalSource
}

/**
 * Reads which form of picture the caller wants: `?format=` (png, webp or jpeg), else the header Accept, and `?quality=`.
 *
 * @throws InputError when the query asks for what there is not
 */
export function readImageOutput(
  { query, accept }: { readonly query: URLSearchParams; readonly accept: string },
  { fallback, alpha = false, provenance }: ImageOutputSpec,
): ImageOutput {
  const possible = alpha ? FORMATS.filter((format) => format !== 'jpeg') : FORMATS
  const named = readWord(query, 'format', possible)
  const format = named ?? negotiateFormat(accept, possible, fallback)
  const quality = readWholeNumber(query, 'quality', QUALITY)
  if (format === 'png' && query.has('quality')) {
    const expected = 'webp or jpeg as the format'
    throw new InputError('parameter-invalid', { expected, name: 'quality', received: 'png' })
  }
  return { format, quality, negotiated: named === undefined, ...(provenance === undefined ? {} : { provenance }) }
}

/**
 * Sees to it that the format can hold a picture; to be called as soon as its size is known, before the work.
 *
 * @throws InputError when it cannot, and the caller named it
 */
export function fitOutput(output: ImageOutput, { width, height }: Size): ImageOutput {
  const { format, negotiated = false } = output
  const limit = MAX_SIDE[format]
  if (Math.max(width, height) <= limit) return output
  if (negotiated) return { ...output, format: 'png' }
  throw new InputError('picture-too-long', { format, limit, width, height })
}

/**
 * Writes a picture without any metadata but its provenance.
 *
 * @throws InputError as `fitOutput`
 */
export async function encodeImage(
  { pixels, width, height, channels }: Picture | GreyPicture,
  output: ImageOutput,
): Promise<{ contentType: string; body: Buffer }> {
  const { format, quality, provenance } = fitOutput(output, { width, height })
  const raw = sharp(pixels, { raw: { width, height, channels }, limitInputPixels: false })
  const toned = channels === 1 ? raw.toColourspace('b-w') : raw
  const marked = provenance === undefined ? toned : toned.withXmp(describeProvenance(provenance))
  return { contentType: `image/${format}`, body: await write(marked, format, quality).toBuffer() }
}

function write(picture: Sharp, format: OutputFormat, quality: number): Sharp {
  if (format === 'png') return picture.png({ compressionLevel: FAST_COMPRESSION })
  return format === 'webp' ? picture.webp({ quality }) : picture.jpeg({ quality, chromaSubsampling: '4:4:4' })
}

/** Source: RFC 9110 §12.5.1. A caller that accepts none of the formats gets the fallback, as it allows. */
function negotiateFormat(accept: string, possible: readonly OutputFormat[], fallback: OutputFormat): OutputFormat {
  const ranges = accept.split(',').map(parseRange)
  const weigh = (format: OutputFormat) =>
    [`image/${format}`, 'image/*', '*/*']
      .map((type) => ranges.find((range) => range.type === type)?.weight)
      .find((weight) => weight !== undefined) ?? 0
  const weights = possible.map((format) => ({ format, weight: weigh(format) }))
  const most = Math.max(...weights.map(({ weight }) => weight))
  const best = weights.filter(({ weight }) => weight === most).map(({ format }) => format)
  return most === 0 || best.includes(fallback) ? fallback : (best[0] as OutputFormat)
}

function parseRange(text: string): { type: string; weight: number } {
  const [type = '', ...parameters] = text.split(';').map((word) => word.trim().toLowerCase())
  const q = parameters.find((parameter) => parameter.startsWith('q='))
  const weight = q === undefined ? 1 : Number(q.slice(2))
  return { type, weight: weight >= 0 && weight <= 1 ? weight : 0 }
}
