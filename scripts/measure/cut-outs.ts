import { join } from 'node:path'
import sharp from 'sharp'
import { loadHandler } from '../../test/functions/loaded-function.ts'

const SQUARE = 16

/** @returns PNG, transparent where the background was */
export type CutOut = (photo: Buffer, query?: string) => Promise<Buffer>

/** Loads the background-remover into this thread: no server and no workers. */
export async function openRemover(): Promise<CutOut> {
  const loaded = await loadHandler(join(__dirname, '../../functions/background-remover'))
  return async (body, query = '') => {
    const request = { body, contentType: 'image/*', query: new URLSearchParams(query), accept: '' }
    const { result } = await loaded.run(request)
    if ('error' in result) throw result.error
    return result.answer.body as Buffer
  }
}

/**
 * Compares two cut-outs of one photo.
 *
 * @returns intersection over union of the pixels that are more than half opaque, from 0 to 1
 */
export async function measureOverlap(a: Buffer, b: Buffer): Promise<number> {
  const [first, second] = (await Promise.all(
    [a, b].map((picture) => sharp(picture).extractChannel(3).raw().toBuffer()),
  )) as [Buffer, Buffer]
  if (first.length !== second.length)
    throw new Error(`Expected cut-outs of one size but received ${first.length} and ${second.length} pixels`)
  let [both, either] = [0, 0]
  for (let at = 0; at < first.length; at++) {
    const [inFirst, inSecond] = [(first[at] as number) > 127, (second[at] as number) > 127]
    if (inFirst && inSecond) both++
    if (inFirst || inSecond) either++
  }
  return both / either
}

/** Draws pictures side by side, on squares where they are transparent; PNG. */
export async function drawSideBySide(pictures: readonly Buffer[], height: number): Promise<Buffer> {
  const tiles = await Promise.all(
    pictures.map((picture) =>
      sharp(picture).autoOrient().resize({ height }).png().toBuffer({ resolveWithObject: true }),
    ),
  )
  const width = tiles.reduce((sum, { info }) => sum + info.width, 0)
  let left = 0
  const placed = tiles.map(({ data, info }) => {
    left += info.width
    return { input: data, left: left - info.width, top: 0 }
  })
  return sharp(drawSquares(width, height), { raw: { width, height, channels: 1 } })
    .toColourspace('srgb')
    .composite(placed)
    .png()
    .toBuffer()
}

function drawSquares(width: number, height: number): Buffer {
  const isLight = (at: number) => (Math.floor((at % width) / SQUARE) + Math.floor(at / width / SQUARE)) % 2 === 0
  return Buffer.from(Uint8Array.from({ length: width * height }, (_, at) => (isLight(at) ? 255 : 190)))
}
