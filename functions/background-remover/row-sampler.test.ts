import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RowSampler } from './row-sampler.ts'

const RAMP = { values: Float32Array.of(0, 4), width: 2, height: 1, channels: 1 }

describe('RowSampler', () => {
  it('is bilinear', () => {
    assert.deepEqual([...new RowSampler(RAMP, 4, 1).readRow(0)], [0, 1, 3, 4])
  })

  it('is bilinear from row to row', () => {
    const sampler = new RowSampler({ ...RAMP, width: 1, height: 2 }, 1, 4)
    assert.deepEqual(
      [0, 1, 2, 3].map((row) => sampler.readRow(row)[0]),
      [0, 1, 3, 4],
    )
  })

  it('draws each channel', () => {
    const sampler = new RowSampler({ values: Uint8Array.of(0, 10, 4, 20), width: 2, height: 1, channels: 2 }, 4, 1)
    assert.deepEqual([...sampler.readRow(0)], [0, 10, 1, 12.5, 3, 17.5, 4, 20])
  })

  it('stretches to the other proportions', () => {
    const sampler = new RowSampler({ values: Float32Array.of(1, 2, 3, 4), width: 2, height: 2, channels: 1 }, 2, 1)
    assert.deepEqual([...sampler.readRow(0)], [2, 3])
  })

  it('covers them, the middle kept', () => {
    const wide = { values: Float32Array.of(0, 1, 2, 3, 4, 5), width: 6, height: 1, channels: 1 }
    assert.deepEqual([...new RowSampler(wide, 2, 1, 'cover').readRow(0)], [2, 3])
    const tall = { ...wide, width: 1, height: 6 }
    const sampler = new RowSampler(tall, 1, 2, 'cover')
    assert.deepEqual([sampler.readRow(0)[0], sampler.readRow(1)[0]], [2, 3])
  })

  it('fills any size with one pixel', () => {
    const sampler = new RowSampler({ values: Uint8Array.of(9, 8, 7), width: 1, height: 1, channels: 3 }, 2, 500)
    assert.deepEqual([...sampler.readRow(499)], [9, 8, 7, 9, 8, 7])
  })
})
