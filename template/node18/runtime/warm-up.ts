import sharp from 'sharp'
import type { WarmUpPicture } from './model-spec.ts'

const SIZE = 320
const OPAQUE = 255

type Pixel = (x: number, y: number) => readonly [number, number, number, number]

/** What the model sees before the first caller: a plain area, fine lines, and a half-transparent picture. */
const PAINTERS: Readonly<Record<WarmUpPicture, Pixel>> = {
  plain: () => [180, 40, 40, OPAQUE],
  lines: (x, y) => ((x + y) % 3 === 0 ? [20, 20, 20, OPAQUE] : [230, 220, 200, OPAQUE]),
  glass: (x, y) => [x & 0xff, y & 0xff, 128, (x ^ y) & 0xff],
}

/** Draws a warm-up picture: 320 x 320, a PNG where it is transparent, else a JPEG as most callers send. */
export function drawWarmUpPicture(name: WarmUpPicture): Promise<Buffer> {
  const paint = PAINTERS[name]
  const pixels = Buffer.alloc(SIZE * SIZE * 4)
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) pixels.set(paint(x, y), (y * SIZE + x) * 4)
  }
  const picture = sharp(pixels, { raw: { width: SIZE, height: SIZE, channels: 4 } })
  return (name === 'glass' ? picture.png() : picture.jpeg()).toBuffer()
}
