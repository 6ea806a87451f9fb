import sharp from 'sharp'
import type { Person } from './swap-stages.ts'

/** One line of a sheet: the source, the target, and the target with the face of the source. */
export interface Row {
  readonly source: Person
  readonly target: Person
  readonly result: Buffer
}

const TILE = 320
/** A tile shows this many times the longer side of the face's box. */
const AROUND = 2.2

/** Writes the rows below one another as a JPEG. */
export async function drawContactSheet(rows: readonly Row[], path: string): Promise<void> {
  const tiles = await Promise.all(
    rows.flatMap(({ source, target, result }) => [
      cutFace(source.picture, source),
      cutFace(target.picture, target),
      cutFace(result, target),
    ]),
  )
  const sheet = { width: TILE * 3, height: TILE * rows.length, channels: 3, background: '#ffffff' } as const
  await sharp({ create: sheet })
    .composite(tiles.map((input, at) => ({ input, left: (at % 3) * TILE, top: Math.floor(at / 3) * TILE })))
    .jpeg({ quality: 82 })
    .toFile(path)
}

async function cutFace(picture: Buffer, { face: { box } }: Person): Promise<Buffer> {
  const upright = sharp(await sharp(picture).autoOrient().flatten({ background: '#ffffff' }).toBuffer())
  const { width, height } = await upright.metadata()
  const [x1, y1, x2, y2] = box
  const side = Math.min(width, height, Math.round(Math.max(x2 - x1, y2 - y1) * AROUND))
  const left = Math.round(Math.min(width - side, Math.max(0, (x1 + x2 - side) / 2)))
  const top = Math.round(Math.min(height - side, Math.max(0, (y1 + y2 - side) / 2)))
  return upright.extract({ left, top, width: side, height: side }).resize(TILE, TILE).png().toBuffer()
}
