import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mapToFull, padToMultiple } from './letterbox.ts'

function paint(width: number, height: number, channels: 3 | 4 = 3) {
  const pixels = Uint8Array.from({ length: width * height * channels }, (_, index) => (index % 250) + 1)
  return { pixels, width, height, channels }
}

describe('padToMultiple', () => {
  it('adds black at the right and the bottom, and moves nothing', () => {
    const picture = paint(3, 2)
    const padded = padToMultiple(picture, 4)
    assert.deepEqual([padded.width, padded.height], [4, 4])
    assert.deepEqual(padded.pixels.subarray(0, 12), Uint8Array.of(...picture.pixels.subarray(0, 9), 0, 0, 0))
    assert.deepEqual(padded.pixels.subarray(12, 24), Uint8Array.of(...picture.pixels.subarray(9, 18), 0, 0, 0))
    assert.deepEqual(padded.pixels.subarray(24), new Uint8Array(24))
  })

  for (const [name, width, height, expected] of [
    ['makes 640 x 427 640 x 448', 640, 427, [640, 448]],
    ['makes a line of 640 x 1 640 x 32', 640, 1, [640, 32]],
  ] as const) {
    it(name, () => {
      const padded = padToMultiple(paint(width, height), 32)
      assert.deepEqual([padded.width, padded.height], expected)
    })
  }

  it('gives back a picture that fits', () => {
    const picture = paint(32, 64)
    assert.equal(padToMultiple(picture, 32), picture)
  })
})

describe('mapToFull', () => {
  it('scales each side by its own factor: the shorter one was rounded', () => {
    const toFull = mapToFull({ picture: paint(640, 427), fullWidth: 1280, fullHeight: 854 })
    assert.deepEqual(toFull(320, 213.5), [640, 427])
    assert.deepEqual(mapToFull({ picture: paint(64, 1), fullWidth: 12_000, fullHeight: 100 })(64, 1), [12_000, 100])
  })
})
