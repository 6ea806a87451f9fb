import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { type Face, openFunction, toEncoderRequest } from '../measure/local-function.ts'
import { measureDistance } from '../measure/pairs.ts'

const SIDE = 160
const BAR = 5
const TEXT = 24

/** Three faces, of which the first two are one person's, beside the 128 numbers that face-encoder turns them into. */
export async function drawFaceEncoder(photos: string): Promise<Buffer> {
  const astronaut = readFileSync(join(photos, 'astronaut.png'))
  const altered = await sharp(astronaut).flop().modulate({ brightness: 0.6 }).blur(1).png().toBuffer()
  const rows = await Promise.all([astronaut, altered, readFileSync(join(photos, 'grace.jpg'))].map(encode))
  const [first] = rows
  const width = SIDE + 128 * BAR
  const tiles = rows.flatMap(({ face, embedding }, index) => {
    const distance = measureDistance(first?.embedding ?? [], embedding)
    return [
      { input: face, left: 0, top: index * SIDE },
      { input: Buffer.from(drawNumbers(embedding, distance)), left: SIDE, top: index * SIDE },
    ]
  })
  return sharp({ create: { width, height: rows.length * SIDE, channels: 3, background: '#fff' } })
    .composite(tiles)
    .jpeg({ quality: 85 })
    .toBuffer()
}

async function encode(picture: Buffer) {
  const detect = await openFunction('face-detector')
  const { faces } = await detect<{ faces: readonly Face[] }>({ body: picture, query: 'landmarks=mesh' })
  const face = faces[0] as Face
  const toEncoding = await openFunction('face-encoder')
  const { embedding } = await toEncoding<{ embedding: readonly number[] }>(toEncoderRequest(picture, face))
  const [left, top, right, bottom] = face.box.map(Math.round) as [number, number, number, number]
  const area = { left, top, width: right - left, height: bottom - top }
  return { embedding, face: await sharp(picture).extract(area).resize(SIDE, SIDE).toBuffer() }
}

/** Bars up from the middle for what is positive, down for the rest. */
function drawNumbers(embedding: readonly number[], distance: number): string {
  const middle = (SIDE - TEXT) / 2
  const bars = embedding.map((value, index) => {
    const length = Math.min(middle, Math.abs(value) * 2 * middle)
    return `<rect x="${index * BAR}" y="${value > 0 ? middle - length : middle}" width="${BAR - 1}" height="${length}" fill="#1976d2"/>`
  })
  const text = `<text x="6" y="${SIDE - 8}" font-family="sans-serif" font-size="14">distance to the first: ${distance.toFixed(2)}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${128 * BAR}" height="${SIDE}">${bars.join('')}${text}</svg>`
}
