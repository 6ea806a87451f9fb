import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FaceGrid } from './face-grid.ts'
import { type Field, makeField } from './field.ts'
import { planBlend } from './plan-blend.ts'

const SIDE = 96
const place = (at: number) => [at % SIDE, Math.floor(at / SIDE)] as const
const draw = (value: (x: number, y: number) => number): Field => makeField(SIDE, SIDE, (at) => value(...place(at)))
const isFace = (x: number, y: number) => Math.hypot(x - 48, y - 48) < 40
const CENTRE = 48 * SIDE + 48

/** A round face: the source evenly lit and light, the target darker from left to right. */
function drawFaces(changes: Partial<FaceGrid> = {}): FaceGrid {
  return {
    source: [draw(() => 0.8), draw(() => 0.02), draw(() => 0.05)],
    target: [draw((x) => 0.7 - x / 960), draw(() => 0.06), draw(() => 0.07)],
    covered: draw((x, y) => (isFace(x, y) ? 1 : 0)),
    feature: draw(() => 0),
    arms: draw(() => 0),
    inside: draw((x, y) => Math.max(0, 1 - Math.hypot(x - 48, y - 48) / 40)),
    known: draw((x, y) => (isFace(x, y) ? 1 : 0)),
    inPicture: draw(() => 1),
    ...changes,
  }
}

const read = ({ values }: Field, x: number, y: number) => values[y * SIDE + x] as number

describe('planBlend', () => {
  it('draws the middle wholly, and nothing outside of the face', () => {
    const { alpha } = planBlend(drawFaces())
    assert.equal(alpha.values[CENTRE], 1)
    alpha.values.forEach((value, at) => {
      if (!isFace(...place(at))) assert.equal(value, 0)
    })
  })

  it('brings the source to the colour of the target, and to its light from the one side to the other', () => {
    const { shift } = planBlend(drawFaces())
    for (const x of [20, 48, 76]) {
      assert.ok(Math.abs(0.8 + read(shift[0], x, 48) - (0.7 - x / 960)) < 0.02, `lightness at ${x}`)
      assert.ok(Math.abs(0.02 + read(shift[1], x, 48) - 0.06) < 0.01, `a at ${x}`)
    }
  })

  it('keeps dark hair that hangs into the face, and does not take its colour for that of the skin', () => {
    const isHair = (x: number, y: number) => y < 26 && x > 30
    const target = drawFaces().target
    const lightness = draw((x, y) => (isHair(x, y) ? 0.15 : read(target[0], x, y)))
    const { alpha, shift } = planBlend(drawFaces({ target: [lightness, target[1], target[2]] }))
    assert.ok(read(alpha, 50, 18) < 0.05)
    assert.ok(read(alpha, 48, 40) > 0.95)
    assert.ok(Math.abs(0.8 + read(shift[0], 48, 40) - 0.65) < 0.03)
  })

  it('draws over what is dark within the face, as the rim of glasses', () => {
    const target = drawFaces().target
    const lightness = draw((x, y) => (y > 50 && y < 54 && x > 35 && x < 60 ? 0.15 : read(target[0], x, y)))
    const { alpha } = planBlend(drawFaces({ target: [lightness, target[1], target[2]] }))
    assert.ok(read(alpha, 48, 52) > 0.95)
  })

  it("leaves the target where the source's picture does not show the face, or shows hair at its border", () => {
    const { alpha } = planBlend(drawFaces({ known: draw((x, y) => (isFace(x, y) && x < 60 ? 1 : 0)) }))
    assert.ok(read(alpha, 70, 48) < 0.01)
    assert.ok(read(alpha, 40, 48) > 0.95)
    const source = drawFaces().source
    const fringe = draw((x, y) => (y < 20 ? 0.3 : read(source[0], x, y)))
    assert.ok(read(planBlend(drawFaces({ source: [fringe, source[1], source[2]] })).alpha, 48, 14) < 0.3)
  })

  it("makes no edge where the target's picture ends, and reads no colour beyond", () => {
    const target = drawFaces().target
    const lightness = draw((x, y) => (x > 48 ? read(target[0], x, y) : 0))
    const inPicture = draw((x) => (x > 48 ? 1 : 0))
    const { alpha, shift } = planBlend(drawFaces({ inPicture, target: [lightness, target[1], target[2]] }))
    assert.equal(read(alpha, 49, 48), 1)
    assert.ok(Math.abs(0.8 + read(shift[0], 52, 48) - 0.645) < 0.04)
  })
})
