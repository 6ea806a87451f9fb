import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Plane } from './plane.ts'
import { chooseLook, measureCertainty, planSecondLook } from './second-look.ts'

const SIDE = 20

/** A square mask with a rectangle of one value. */
function drawBox(x1: number, y1: number, x2: number, y2: number, value: number): Plane {
  const values = Float32Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)]
    return x >= x1 && x < x2 && y >= y1 && y < y2 ? value : 0
  })
  return { values, width: SIDE, height: SIDE }
}

describe('a second look', () => {
  it('is not needed where the first is certain', () => {
    assert.equal(planSecondLook(drawBox(2, 2, 18, 18, 1), 400, 200), undefined)
    assert.equal(planSecondLook(drawBox(9, 9, 11, 11, 0.9), 400, 200), undefined)
  })

  for (const { name, mask } of [
    { name: 'an unsure foreground', mask: drawBox(2, 2, 18, 18, 0.6) },
    { name: 'none', mask: drawBox(0, 0, 0, 0, 0) },
  ]) {
    it(`goes farther away from ${name}`, () => {
      assert.deepEqual(planSecondLook(mask, 400, 200), { left: -100, top: -50, width: 600, height: 300 })
    })
  }

  it('counts where it is surer, cut at the borders of the picture', () => {
    const first = drawBox(2, 2, 18, 18, 0.6)
    const surer = chooseLook(first, drawBox(7, 7, 13, 13, 1), SIDE, SIDE)
    assert.deepEqual([surer.values[10 * SIDE + 10], surer.values[3 * SIDE + 3]], [1, 0])
    const beyond = chooseLook(first, drawBox(0, 7, 6, 13, 1), SIDE, SIDE)
    assert.deepEqual([beyond.values[10 * SIDE], beyond.values[10 * SIDE + 10]], [1, 0])
  })

  it('does not count where it is less sure', () => {
    const first = drawBox(2, 2, 18, 18, 0.6)
    assert.deepEqual(chooseLook(first, drawBox(7, 7, 13, 13, 0.55), SIDE, SIDE).values, first.values)
  })
})

describe('measureCertainty', () => {
  for (const { name, mask, expected } of [
    { name: 'a foreground of 1', mask: drawBox(5, 5, 9, 9, 1), expected: 1 },
    { name: 'a foreground of .75', mask: drawBox(5, 5, 9, 9, 0.75), expected: 2 / 3 },
    { name: 'nothing over .5', mask: drawBox(5, 5, 9, 9, 0.5), expected: 0 },
    { name: 'nothing at all', mask: drawBox(0, 0, 0, 0, 1), expected: 0 },
  ]) {
    it(`is ${expected.toFixed(2)} for ${name}`, () => {
      assert.ok(Math.abs(measureCertainty(mask) - expected) < 1e-6)
    })
  }
})
