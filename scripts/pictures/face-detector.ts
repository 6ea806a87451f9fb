import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { type Face, openFunction } from '../measure/local-function.ts'

const PHOTOS = ['astronaut.png', 'grace.jpg']
const SIDE = 512
const BOX_COLOUR = '#00e676'
const POINT_COLOUR = '#ff1744'

/** Two photos side by side, with the boxes and points that face-detector finds in them. */
export async function drawFaceDetector(photos: string): Promise<Buffer> {
  const detect = await openFunction('face-detector')
  const tiles = PHOTOS.map((name, index) => {
    return { input: readFileSync(join(photos, name)), left: index * SIDE, top: 0 }
  })
  const width = PHOTOS.length * SIDE
  const pair = await sharp({ create: { width, height: SIDE, channels: 3, background: '#fff' } })
    .composite(tiles)
    .png()
    .toBuffer()
  const { faces } = await detect<{ faces: readonly Face[] }>({ body: pair, query: 'landmarks=mesh&size=1024' })
  return sharp(pair)
    .composite([{ input: Buffer.from(drawFaces(faces, width)) }])
    .jpeg({ quality: 85 })
    .toBuffer()
}

function drawFaces(faces: readonly Face[], width: number): string {
  const shapes = faces.flatMap(({ box: [x1, y1, x2, y2], score, landmarks }) => [
    `<rect x="${x1}" y="${y1}" width="${x2 - x1}" height="${y2 - y1}" fill="none" stroke="${BOX_COLOUR}" stroke-width="3"/>`,
    `<text x="${x1}" y="${y1 - 6}" font-family="sans-serif" font-size="18" fill="#fff" stroke="#000" stroke-width="3" paint-order="stroke">${score.toFixed(2)}</text>`,
    ...landmarks.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3.5" fill="${POINT_COLOUR}"/>`),
  ])
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${SIDE}">${shapes.join('')}</svg>`
}
