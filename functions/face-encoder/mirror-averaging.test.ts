import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { averagePair, stackWithMirror } from './mirror-averaging.ts'

describe('stackWithMirror', () => {
  it('puts the mirror image behind the picture, the channels of a pixel in their order', () => {
    const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16)
    const stacked = stackWithMirror({ pixels, width: 2, height: 2, channels: 3 })
    assert.deepEqual([...stacked], [...pixels, 4, 5, 6, 1, 2, 3, 14, 15, 16, 11, 12, 13])
  })
})

describe('averagePair', () => {
  it('is the mean at length 1, with the length that it had', () => {
    assert.deepEqual(averagePair(Float32Array.of(1, 2, 5, 6)), { embedding: [0.6, 0.8], norm: 5 })
  })
})
