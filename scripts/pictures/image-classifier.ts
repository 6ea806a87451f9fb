import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { openFunction } from '../measure/local-function.ts'

const PHOTOS = ['chelsea.png', 'coffee.png', 'rocket.jpg', 'grace.jpg']
const SIDE = 256
const ROW = 24
const ROWS = 3

interface Prediction {
  readonly class: string
  readonly probability: number
}

/** Photos in a row, each over the three likeliest classes that image-classifier names. */
export async function drawImageClassifier(photos: string): Promise<Buffer> {
  const classify = await openFunction('image-classifier')
  const tiles = await Promise.all(
    PHOTOS.map(async (name, index) => {
      const body = readFileSync(join(photos, name))
      const { predictions } = await classify<{ predictions: readonly Prediction[] }>({ body, query: `top=${ROWS}` })
      const left = index * SIDE
      return [
        { input: await sharp(body).resize(SIDE, SIDE).toBuffer(), left, top: 0 },
        { input: Buffer.from(drawBars(predictions)), left, top: SIDE },
      ]
    }),
  )
  const [width, height] = [PHOTOS.length * SIDE, SIDE + ROWS * ROW]
  return sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .composite(tiles.flat())
    .jpeg({ quality: 85 })
    .toBuffer()
}

function drawBars(predictions: readonly Prediction[]): string {
  const rows = predictions.flatMap(({ class: name, probability }, row) => [
    `<rect x="0" y="${row * ROW + 2}" width="${probability * SIDE}" height="${ROW - 4}" fill="#90caf9"/>`,
    `<text x="6" y="${(row + 1) * ROW - 8}" font-family="sans-serif" font-size="14">${name} ${probability.toFixed(2)}</text>`,
  ])
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${ROWS * ROW}">${rows.join('')}</svg>`
}
