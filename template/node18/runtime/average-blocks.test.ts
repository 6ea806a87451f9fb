import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { averageBlocks } from './average-blocks.ts'

/** 3 x 3 pixels; green is 100 more than red, blue 0. */
const PICTURE = {
  pixels: Uint8Array.from([10, 20, 30, 40, 50, 60, 70, 80, 90].flatMap((red) => [red, red + 100, 0])),
  width: 3,
  height: 3,
  channels: 3,
} as const

describe('averageBlocks', () => {
  it('is the mean of each block, channel by channel; a cut block is the mean of what is left of it', () => {
    assert.deepEqual(averageBlocks(PICTURE, { left: 0, top: 0, right: 3, bottom: 3 }, 2), {
      pixels: Uint8Array.of(30, 130, 0, 45, 145, 0, 75, 175, 0, 90, 190, 0),
      width: 2,
      height: 2,
      channels: 3,
    })
  })

  it('reads the area alone', () => {
    const { pixels, width, height } = averageBlocks(PICTURE, { left: 1, top: 1, right: 3, bottom: 3 }, 2)
    assert.deepEqual({ pixels, width, height }, { pixels: Uint8Array.of(70, 170, 0), width: 1, height: 1 })
  })

  it('is one pixel where a block is larger than the area', () => {
    const { pixels } = averageBlocks(PICTURE, { left: 0, top: 0, right: 3, bottom: 3 }, 1e300)
    assert.deepEqual(pixels, Uint8Array.of(50, 150, 0))
  })
})
