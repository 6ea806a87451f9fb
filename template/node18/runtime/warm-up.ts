import sharp from 'sharp'
import type { WarmUpPicture } from './model-spec.ts'

const SIZE = 320
/** What is painted; the picture repeats it. */
const TILE = 64

/** Red, green, blue, opacity: one byte each, the first one highest. */
type Pixel = (x: number, y: number) => number

/** What the model sees before the first caller: a plain area, fine lines, and a half-transparent picture. */
const PAINTERS: Readonly<Record<WarmUpPicture, Pixel>> = {
  plain: () => 0xb42828ff,
  lines: (x, y) => ((x + y) % 3 === 0 ? 0x141414ff : 0xe6dcc8ff),
  glass: (x, y) => (x & 0xff) * 0x1000000 + (y & 0xff) * 0x10000 + 0x8000 + ((x ^ y) & 0xff),
}

/** Draws a warm-up picture: 320 x 320, a PNG where it is transparent, else a JPEG as most callers send. */
export function drawWarmUpPicture(name: WarmUpPicture): Promise<Buffer> {
  const paint = PAINTERS[name]
  const pixels = Buffer.alloc(TILE * TILE * 4)
  for (let y = 0; y < TILE; y++) {
    for (let x = 0; x < TILE; x++) pixels.writeUInt32BE(paint(x, y), (y * TILE + x) * 4)
  }
  const tile = sharp(pixels, { raw: { width: TILE, height: TILE, channels: 4 } })
  const picture = tile.extend({ right: SIZE - TILE, bottom: SIZE - TILE, extendWith: 'repeat' })
  return (name === 'glass' ? picture.png() : picture.jpeg()).toBuffer()
}
