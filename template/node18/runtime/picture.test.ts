import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import { InputError } from './errors.ts'
import { decodeFit, decodeWhole } from './picture.ts'

const LIMIT = 40_000_000

/** Left half red, right half green; the alpha of the lower half is 0. */
function paint(width: number, height: number) {
  const pixels = Buffer.alloc(width * height * 4)
  for (let at = 0; at < width * height; at++) {
    const isLeft = at % width < width / 2
    pixels.set([isLeft ? 255 : 0, isLeft ? 0 : 255, 0, at < (width * height) / 2 ? 255 : 0], at * 4)
  }
  return sharp(pixels, { raw: { width, height, channels: 4 } })
}

describe('decodeWhole', () => {
  it('gives every pixel of a PNG', async () => {
    const picture = await decodeWhole(await paint(4, 2).removeAlpha().png().toBuffer(), LIMIT)
    assert.deepEqual([picture.width, picture.height, picture.channels], [4, 2, 3])
    assert.deepEqual([...picture.pixels.subarray(0, 12)], [255, 0, 0, 255, 0, 0, 0, 255, 0, 0, 255, 0])
  })

  it('lays transparency on white, or keeps it', async () => {
    const png = await paint(2, 2).png().toBuffer()
    assert.deepEqual([...(await decodeWhole(png, LIMIT)).pixels.subarray(6)], [255, 255, 255, 255, 255, 255])
    const kept = await decodeWhole(png, LIMIT, { alpha: true })
    assert.equal(kept.channels, 4)
    assert.deepEqual([...kept.pixels], [255, 0, 0, 255, 0, 255, 0, 255, 255, 0, 0, 0, 0, 255, 0, 0])
  })

  it('says that a picture without transparency is opaque', async () => {
    const { pixels } = await decodeWhole(await paint(2, 2).jpeg().toBuffer(), LIMIT, { alpha: true })
    assert.deepEqual(
      [3, 7, 11, 15].map((at) => pixels[at]),
      [255, 255, 255, 255],
    )
  })

  it('gives three channels for grey, for 16 bits and for CMYK', async () => {
    const grey = await paint(4, 4).removeAlpha().greyscale().png().toBuffer()
    const deep = await paint(4, 4).removeAlpha().toColourspace('rgb16').png().toBuffer()
    const print = await paint(4, 4).removeAlpha().toColourspace('cmyk').jpeg().toBuffer()
    for (const bytes of [grey, deep, print]) {
      assert.equal((await decodeWhole(bytes, LIMIT)).pixels.length, 4 * 4 * 3)
      assert.equal((await decodeWhole(bytes, LIMIT, { alpha: true })).pixels.length, 4 * 4 * 4)
    }
  })

  it('gives the first frame of an animation', async () => {
    const frames = await paint(4, 8).removeAlpha().raw().toBuffer()
    const gif = await sharp(frames, { raw: { width: 4, height: 8, channels: 3, pageHeight: 4 } })
      .gif()
      .toBuffer()
    const { width, height } = await decodeWhole(gif, LIMIT)
    assert.deepEqual([width, height], [4, 4])
  })

  it('names the part that is no picture', async () => {
    const part = { name: 'source', bytes: Buffer.from('text'), contentType: 'image/png' }
    await assert.rejects(decodeWhole(part, LIMIT), (error) => {
      assert.ok(error instanceof InputError)
      assert.equal(error.message, 'Part source: The body is not a JPEG, PNG, WebP, GIF, TIFF or AVIF picture.')
      assert.deepEqual(error.facts, { part: 'source' })
      return true
    })
  })

  it('takes as many pixels as the limit, and refuses one more', async () => {
    const png = await paint(10, 10).png().toBuffer()
    assert.equal((await decodeWhole(png, 100)).width, 10)
    await assert.rejects(decodeWhole(png, 99), { code: 'image-too-large' })
  })
})

describe('decodeFit', () => {
  it('scales the long side down, and tells the full size', async () => {
    const { picture, fullWidth, fullHeight } = await decodeFit(await paint(100, 40).png().toBuffer(), 50, LIMIT)
    assert.deepEqual([picture.width, picture.height, fullWidth, fullHeight], [50, 20, 100, 40])
  })

  it('leaves a smaller picture as it is, unless it is asked to enlarge it', async () => {
    const png = await paint(20, 10).png().toBuffer()
    assert.equal((await decodeFit(png, 50, LIMIT)).picture.width, 20)
    assert.equal((await decodeFit(png, 50, LIMIT, { enlarge: true })).picture.width, 50)
  })

  it('turns a picture upright before it measures it', async () => {
    const jpeg = await paint(100, 40).jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer()
    const { picture, fullWidth, fullHeight } = await decodeFit(jpeg, 50, LIMIT)
    assert.deepEqual([picture.width, picture.height, fullWidth, fullHeight], [20, 50, 40, 100])
    const whole = await decodeWhole(jpeg, LIMIT)
    assert.deepEqual([whole.width, whole.height], [40, 100])
  })

  it('keeps a line of 12000 x 1 a line', async () => {
    const line = await sharp({ create: { width: 12_000, height: 1, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const { picture, fullHeight } = await decodeFit(line, 640, LIMIT)
    assert.deepEqual([picture.width, picture.height, fullHeight], [640, 1, 1])
  })
})
