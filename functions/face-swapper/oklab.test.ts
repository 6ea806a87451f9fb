import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Oklab, readOklab, writeOklab } from './oklab.ts'

describe('readOklab', () => {
  // by the formula of the source, of red, green and blue in full
  for (const { name, bytes, expected } of [
    { name: 'white', bytes: [255, 255, 255], expected: [1, 0, 0] },
    { name: 'black', bytes: [0, 0, 0], expected: [0, 0, 0] },
    { name: 'red', bytes: [255, 0, 0], expected: [0.62796, 0.22486, 0.12585] },
    { name: 'green', bytes: [0, 255, 0], expected: [0.86644, -0.23389, 0.1795] },
    { name: 'blue', bytes: [0, 0, 255], expected: [0.45201, -0.03246, -0.31153] },
  ]) {
    it(`reads ${name}`, () => {
      const lab = readOklab(Uint8Array.from(bytes), 0, [0, 0, 0])
      lab.forEach((value, channel) => {
        assert.ok(Math.abs(value - (expected[channel] as number)) < 1e-4, `${lab}`)
      })
    })
  }
})

describe('writeOklab', () => {
  it('gives every tone of a channel back as it was read', () => {
    const lab: Oklab = [0, 0, 0]
    const written = new Uint8Array(3)
    for (let tone = 0; tone < 256; tone++) {
      const bytes = Uint8Array.of(tone, 255 - tone, (tone * 7) % 256)
      writeOklab(readOklab(bytes, 0, lab), written, 0)
      assert.deepEqual(written, bytes)
    }
  })

  it('cuts off what sRGB cannot show', () => {
    const written = new Uint8Array(3)
    writeOklab([1.5, 0, 0], written, 0)
    assert.deepEqual([...written], [255, 255, 255])
    writeOklab([-0.5, 0, 0], written, 0)
    assert.deepEqual([...written], [0, 0, 0])
  })
})
