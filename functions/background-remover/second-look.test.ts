import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Plane } from './plane.ts'
import { joinLooks, measureCertainty, planSecondLook } from './second-look.ts'

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
  it('is not needed at a sure foreground that fills a good part of the picture', () => {
    assert.equal(planSecondLook(drawBox(2, 2, 18, 18, 1), 400, 200), undefined)
  })

  it('goes nearer to a small foreground, with a margin that ends with the picture', () => {
    assert.deepEqual(planSecondLook(drawBox(0, 5, 4, 15, 1), 400, 200), {
      kind: 'nearer',
      region: { left: 0, top: 30, width: 100, height: 140 },
    })
  })

  for (const { name, mask } of [
    { name: 'an unsure foreground', mask: drawBox(2, 2, 18, 18, 0.6) },
    { name: 'none', mask: drawBox(0, 0, 0, 0, 0) },
  ]) {
    it(`goes farther away from ${name}`, () => {
      assert.deepEqual(planSecondLook(mask, 400, 200), {
        kind: 'farther',
        region: { left: -100, top: -50, width: 600, height: 300 },
      })
    })
  }

  it('from farther away is kept where it is surer', () => {
    const first = drawBox(2, 2, 18, 18, 0.6)
    const look = planSecondLook(first, SIDE, SIDE)
    assert.ok(look !== undefined)
    const surer = joinLooks(first, drawBox(7, 7, 13, 13, 1), look, SIDE, SIDE)
    assert.deepEqual([surer.values[10 * SIDE + 10], surer.values[3 * SIDE + 3]], [1, 0])
    assert.deepEqual(joinLooks(first, drawBox(7, 7, 13, 13, 0.55), look, SIDE, SIDE).values, first.values)
  })

  it('from nearer counts in its region, and fades in from there', () => {
    const first = drawBox(8, 8, 12, 12, 1)
    const look = planSecondLook(first, SIDE, SIDE)
    assert.deepEqual(look?.region, { left: 7, top: 7, width: 6, height: 6 })
    const blank = drawBox(0, 0, 0, 0, 0)
    const joined = joinLooks(first, blank, look as NonNullable<typeof look>, SIDE, SIDE)
    assert.equal(joined.values[10 * SIDE + 10], 0)
    const outside = drawBox(0, 0, SIDE, SIDE, 0.25)
    const kept = joinLooks(outside, blank, look as NonNullable<typeof look>, SIDE, SIDE)
    assert.equal(kept.values[0], 0.25)
    assert.ok((kept.values[7 * SIDE + 7] as number) > 0)
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
