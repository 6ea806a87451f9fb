import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cutOut, layOn, takeAlpha } from './cut-out.ts'
import type { Matte } from './matte.ts'
import { RowSampler } from './row-sampler.ts'

/** Foreground of one share everywhere, green before red. */
function makeMatte(share: number): Matte {
  return {
    coefficients: { values: Float32Array.of(0, 0, 0, share), width: 1, height: 1, channels: 4 },
    layerColours: { values: Float32Array.of(0, 1, 0, 1, 0, 0), width: 1, height: 1, channels: 6 },
    alpha: Float32Array.of(share),
  }
}

function cutPixel(rgba: readonly number[], share: number) {
  const picture = { pixels: Uint8Array.from(rgba), width: 1, height: 1, channels: 4 } as const
  const ratio = cutOut(picture, makeMatte(share))
  return { pixel: [...picture.pixels], ratio }
}

describe('cutOut', () => {
  it('keeps the foreground', () => {
    assert.deepEqual(cutPixel([1, 2, 3, 255], 1), { pixel: [1, 2, 3, 255], ratio: 1 })
  })

  it('leaves nothing of the background', () => {
    assert.deepEqual(cutPixel([1, 2, 3, 255], 0), { pixel: [0, 0, 0, 0], ratio: 0 })
  })

  it('shows half of the foreground where both are, without the background', () => {
    assert.deepEqual(cutPixel([128, 128, 0, 255], 0.5).pixel, [0, 255, 0, 128])
  })

  it('takes shares up to .1 for none, and from .9 for all', () => {
    assert.equal(cutPixel([1, 2, 3, 255], 0.1).ratio, 0)
    assert.deepEqual(cutPixel([1, 2, 3, 255], 0.9), { pixel: [1, 2, 3, 255], ratio: 1 })
  })

  it('leaves transparent what was so, and its colour as it is', () => {
    assert.deepEqual(cutPixel([1, 2, 3, 102], 1), { pixel: [1, 2, 3, 102], ratio: 0.4 })
    assert.deepEqual(cutPixel([128, 128, 0, 102], 0.5).pixel, [0, 255, 0, 51])
  })
})

describe('takeAlpha', () => {
  it('gives one byte a pixel', () => {
    const picture = { pixels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), width: 2, height: 1, channels: 4 } as const
    assert.deepEqual(takeAlpha(picture), { pixels: Uint8Array.of(4, 8), width: 2, height: 1, channels: 1 })
  })
})

describe('layOn', () => {
  it('shows the backdrop as far as the picture is transparent, row by row', () => {
    const pixels = Uint8Array.of(200, 100, 0, 255, 200, 100, 0, 0, 200, 100, 0, 51, 9, 9, 9, 255)
    const backdrop = new RowSampler({ values: Uint8Array.of(0, 50, 100), width: 1, height: 1, channels: 3 }, 2, 2)
    const laid = layOn({ pixels, width: 2, height: 2, channels: 4 }, backdrop)
    assert.deepEqual([...laid.pixels], [200, 100, 0, 0, 50, 100, 40, 60, 80, 9, 9, 9])
    assert.equal(laid.channels, 3)
  })
})
