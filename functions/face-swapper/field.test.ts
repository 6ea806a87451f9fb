import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { blurField, makeField, sampleField, smoothStep } from './field.ts'

describe('blurField', () => {
  it('leaves an even field even, to its border', () => {
    const blurred = blurField(
      makeField(9, 5, () => 3),
      2,
    )
    assert.ok(blurred.values.every((value) => Math.abs(value - 3) < 1e-5))
  })

  it('spreads a point over its neighbourhood, and loses nothing', () => {
    const blurred = blurField(
      makeField(21, 21, (at) => (at === 220 ? 1 : 0)),
      1,
    )
    assert.ok(Math.abs(blurred.values.reduce((sum, value) => sum + value, 0) - 1) < 1e-5)
    assert.ok((blurred.values[220] as number) > (blurred.values[221] as number))
    assert.equal(blurred.values[221], blurred.values[220 + 21])
    assert.equal(blurred.values[224], 0)
  })
})

describe('sampleField', () => {
  const slope = makeField(8, 4, (at) => at % 8)

  it('reads a cell at its centre, and between two of them their mean', () => {
    assert.equal(sampleField(slope, 2.5, 1.5), 2)
    assert.equal(sampleField(slope, 3, 1.5), 2.5)
  })

  it('goes on as at the border', () => {
    assert.equal(sampleField(slope, -3, 9), 0)
    assert.equal(sampleField(slope, 30, -1), 7)
  })
})

describe('smoothStep', () => {
  it('is 0 up to the low end, a half in the middle, 1 from the high end on', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((value) => smoothStep(value, 2, 4)),
      [0, 0, 0.5, 1, 1],
    )
  })
})
