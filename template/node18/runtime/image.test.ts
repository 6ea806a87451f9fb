import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import { InputError } from './errors.ts'
import { decodeImage } from './image.ts'

const SIZE = 16
const LIMIT = 1_000_000
/** Lossy codecs and colour conversion move a flat colour by a few steps; a swapped channel would be far more. */
const TOLERANCE = 12
/** Inks cannot show this red: the nearest that they can is darker in green. */
const INK_TOLERANCE = 30

const red = () => sharp({ create: { width: 40, height: 30, channels: 3, background: '#c81e28' } })

function assertColour(pixels: Uint8Array, expected: readonly number[], tolerance = TOLERANCE): void {
  assert.equal(pixels.length, SIZE * SIZE * 3)
  for (const [channel, value] of expected.entries()) {
    const seen = pixels[channel] as number
    assert.ok(Math.abs(seen - value) <= tolerance, `channel ${channel} is ${seen}, not ${value}`)
  }
}

describe('decodeImage', () => {
  const KINDS = [
    { name: 'JPEG', bytes: () => red().jpeg().toBuffer(), colour: [200, 30, 40] },
    { name: 'PNG', bytes: () => red().png().toBuffer(), colour: [200, 30, 40] },
    { name: 'WebP', bytes: () => red().webp().toBuffer(), colour: [200, 30, 40] },
    { name: 'GIF', bytes: () => red().gif().toBuffer(), colour: [200, 30, 40] },
    { name: 'TIFF', bytes: () => red().tiff().toBuffer(), colour: [200, 30, 40] },
    { name: 'AVIF', bytes: () => red().avif({ quality: 90 }).toBuffer(), colour: [200, 30, 40] },
    { name: 'a grey JPEG', bytes: () => red().greyscale().jpeg().toBuffer(), colour: [107, 107, 107] },
    { name: 'a 16-bit PNG', bytes: () => red().toColourspace('rgb16').png().toBuffer(), colour: [200, 30, 40] },
    { name: 'a transparent PNG', bytes: () => red().ensureAlpha(0).png().toBuffer(), colour: [255, 255, 255] },
    {
      name: 'a grey PNG with alpha',
      bytes: () => red().greyscale().ensureAlpha(1).png().toBuffer(),
      colour: [107, 107, 107],
    },
  ]
  for (const { name, bytes, colour } of KINDS) {
    it(`reads ${name} as sRGB`, async () =>
      assertColour((await decodeImage(await bytes(), SIZE, LIMIT)).pixels, colour))
  }

  it('reads a CMYK JPEG as sRGB', async () => {
    const bytes = await red().toColourspace('cmyk').jpeg().toBuffer()
    assertColour((await decodeImage(bytes, SIZE, LIMIT)).pixels, [200, 30, 40], INK_TOLERANCE)
  })

  it('reads the first frame of an animation', async () => {
    const blue = sharp({ create: { width: 40, height: 30, channels: 3, background: '#0000ff' } })
    const frames = await Promise.all([red(), blue].map((frame) => frame.png().toBuffer()))
    const animation = () => sharp(frames, { join: { animated: true } })
    for (const bytes of [await animation().gif().toBuffer(), await animation().webp().toBuffer()]) {
      const image = await decodeImage(bytes, SIZE, LIMIT)
      assert.equal(image.sourceHeight, 30)
      assertColour(image.pixels, [200, 30, 40])
    }
  })

  it('turns a picture upright as its EXIF says', async () => {
    const half = { create: { width: 20, height: 40, channels: 3, background: '#0000ff' } } as const
    const sideways = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#c81e28' } })
      .composite([{ input: half, left: 0, top: 0 }])
      .withMetadata({ orientation: 6 }) // the left side is up
      .png()
      .toBuffer()
    const { pixels } = await decodeImage(sideways, SIZE, LIMIT)
    assertColour(pixels, [0, 0, 255])
    assert.deepEqual([...pixels.subarray(-3)], [200, 30, 40])
  })

  it('refuses more pixels than the limit, and takes as many', async () => {
    const bytes = await red().png().toBuffer()
    assert.equal((await decodeImage(bytes, SIZE, 1200)).sourceWidth, 40)
    await assert.rejects(
      decodeImage(bytes, SIZE, 1199),
      new InputError('image-too-large', { width: 40, height: 30, limit: 1199 }),
    )
  })

  it('refuses SVG, which could name other files', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    await assert.rejects(decodeImage(svg, SIZE, LIMIT), new InputError('not-an-image'))
  })
})
