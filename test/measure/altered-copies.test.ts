import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import { makeAlteredCopies } from '../../scripts/measure/altered-copies.ts'
import { readPhoto } from '../runtime/photos.ts'

const WIDTH = 512

async function readPixels(picture: Buffer): Promise<{ data: Buffer; width: number }> {
  const { data, info } = await sharp(picture)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width }
}

describe('the altered copies of a photo', () => {
  const made = makeAlteredCopies(readPhoto('grace.jpg'))

  it('are nine, behind the photo itself, and no two are alike', async () => {
    const copies = await made
    assert.equal(copies.length, 10)
    assert.equal(new Set(copies.map(({ bytes }) => bytes.toString('base64'))).size, 10)
    const original = await readPixels(readPhoto('grace.jpg'))
    assert.ok((await readPixels(copies[0]?.bytes ?? Buffer.of())).data.equals(original.data))
  })

  it('are smaller by 0.3 and mirrored by name', async () => {
    const byName = new Map((await made).map(({ name, bytes }) => [name, bytes]))
    assert.equal((await readPixels(byName.get('0.3 x') as Buffer)).width, Math.round(WIDTH * 0.3))
    const mirrored = await sharp(byName.get('mirror')).flop().png().toBuffer()
    assert.ok((await readPixels(mirrored)).data.equals((await readPixels(readPhoto('grace.jpg'))).data))
  })

  it('are the same at every run', async () => {
    assert.deepEqual(await makeAlteredCopies(readPhoto('grace.jpg')), await made)
  })
})
