import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { drawSideBySide, openRemover } from '../measure/cut-outs.ts'

const HEIGHT = 240
const WIDTH = 1084
const BLURRED = 'background=blur'
const COLOURED = 'background=%23fdd835'

/** The photo first, then one picture for each query. */
const ROWS = [
  { photo: 'astronaut.png', queries: ['', BLURRED, COLOURED] },
  { photo: 'chelsea.png', queries: ['', BLURRED] },
  { photo: 'rocket.jpg', queries: ['', 'background=%23b3e5fc'] },
]

/** Photos, what background-remover takes for their foreground, and other backgrounds behind it. */
export async function drawBackgroundRemover(photos: string): Promise<Buffer> {
  const cutOut = await openRemover()
  const rows: { input: Buffer; left: number; top: number }[] = []
  for (const [index, { photo, queries }] of ROWS.entries()) {
    const bytes = readFileSync(join(photos, photo))
    const pictures: Buffer[] = [bytes]
    for (const query of queries) pictures.push(await cutOut(bytes, query))
    rows.push({ input: await drawSideBySide(pictures, HEIGHT), left: 0, top: index * HEIGHT })
  }
  return sharp({ create: { width: WIDTH, height: HEIGHT * ROWS.length, channels: 3, background: '#ffffff' } })
    .composite(rows)
    .jpeg({ quality: 82 })
    .toBuffer()
}
