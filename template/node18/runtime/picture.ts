import type { Sharp } from 'sharp'
import { openPicture, type PictureSource } from './open-picture.ts'

/** Rows of RGB or RGBA bytes, upright, sRGB. */
export interface Picture {
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
}

/** Rows of one byte a pixel. */
export interface GreyPicture extends Omit<Picture, 'channels'> {
  readonly channels: 1
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface DecodeOptions {
  /** Keeps transparency as a fourth channel (opaque where there is none); without it, it is laid on white. */
  readonly alpha?: boolean
}

export interface FitOptions extends DecodeOptions {
  /** Scales smaller pictures up. */
  readonly enlarge?: boolean
}

export interface FittedPicture {
  readonly picture: Picture
  /** Of the upright picture before it was scaled. */
  readonly fullWidth: number
  readonly fullHeight: number
}

/**
 * Reads the size of a picture, EXIF orientation applied, from its header alone.
 *
 * @throws InputError as `openPicture`
 */
export async function readSize(source: PictureSource, maxPixels: number): Promise<Size> {
  const { width, height } = (await openPicture(source, maxPixels)).header.autoOrient
  return { width, height }
}

/**
 * Decodes the first frame of a picture at its full size: EXIF orientation applied, any colour space turned into sRGB.
 *
 * @throws InputError as `openPicture`
 */
export async function decodeWhole(
  source: PictureSource,
  maxPixels: number,
  { alpha = false }: DecodeOptions = {},
): Promise<Picture> {
  const { upright, read } = await openPicture(source, maxPixels)
  return readPicture(upright, read, alpha)
}

/**
 * Decodes the first frame of a picture, scaled so that its long side has `longSide` pixels. A JPEG is scaled while it is
 * decoded, which is much faster than decoding it whole.
 *
 * @param longSide pixels; smaller pictures keep their size unless `enlarge`
 * @throws InputError as `openPicture`
 */
export async function decodeFit(
  source: PictureSource,
  longSide: number,
  maxPixels: number,
  { alpha = false, enlarge = false }: FitOptions = {},
): Promise<FittedPicture> {
  const { header, upright, read } = await openPicture(source, maxPixels)
  const scaled = upright.resize(longSide, longSide, { fit: 'inside', kernel: 'cubic', withoutEnlargement: !enlarge })
  const picture = await readPicture(scaled, read, alpha)
  return { picture, fullWidth: header.autoOrient.width, fullHeight: header.autoOrient.height }
}

async function readPicture(
  pipeline: Sharp,
  read: (scaled: Sharp) => Promise<{ data: Buffer; width: number; height: number }>,
  alpha: boolean,
): Promise<Picture> {
  const layered = alpha ? pipeline.ensureAlpha() : pipeline.flatten({ background: '#ffffff' })
  const { data, width, height } = await read(layered.toColourspace('srgb'))
  return { pixels: data, width, height, channels: alpha ? 4 : 3 }
}
