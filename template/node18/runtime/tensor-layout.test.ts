import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { toPixels, toPlanes, UNIT, UNSCALED } from './tensor-layout.ts'

const RGB = { pixels: Uint8Array.of(1, 2, 3, 4, 5, 6), width: 2, height: 1, channels: 3 } as const
const RGBA = { pixels: Uint8Array.of(1, 2, 3, 99, 4, 5, 6, 99), width: 1, height: 2, channels: 4 } as const

describe('toPlanes', () => {
  it('gives all red, then all green, then all blue', () => {
    assert.deepEqual(toPlanes(RGB, UNSCALED), Float32Array.of(1, 4, 2, 5, 3, 6))
  })

  it('leaves alpha out', () => assert.deepEqual(toPlanes(RGBA, UNSCALED), Float32Array.of(1, 4, 2, 5, 3, 6)))

  it('takes the mean of each channel away, then divides by its deviation', () => {
    const scale = { mean: [1, 2, 3], deviation: [3, 6, 1.5] } as const
    assert.deepEqual(toPlanes(RGB, scale), Float32Array.of(0, 1, 0, 0.5, 0, 2))
  })
})

describe('toPixels', () => {
  it('keeps the order of the bytes', () => {
    assert.deepEqual(toPixels(RGB, UNSCALED), Float32Array.of(1, 2, 3, 4, 5, 6))
  })

  it('leaves alpha out', () => assert.deepEqual(toPixels(RGBA, UNSCALED), Float32Array.of(1, 2, 3, 4, 5, 6)))

  it('brings bytes to 0 to 1', () => {
    const ends = { pixels: Uint8Array.of(0, 51, 255), width: 1, height: 1, channels: 3 } as const
    assert.deepEqual(toPixels(ends, UNIT), Float32Array.of(0, 0.2, 1))
  })
})
