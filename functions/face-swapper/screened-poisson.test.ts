import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Field, makeField } from './field.ts'
import { solveScreenedPoisson } from './screened-poisson.ts'

const SIDE = 33

function assertNear(field: Field, expected: (x: number, y: number) => number, tolerance: number): void {
  field.values.forEach((value, at) => {
    const wanted = expected(at % SIDE, Math.floor(at / SIDE))
    assert.ok(Math.abs(value - wanted) < tolerance, `${value} is not ${wanted} at ${at}`)
  })
}

describe('solveScreenedPoisson', () => {
  it('fills a field with the one value that is known', () => {
    const known = makeField(SIDE, SIDE, () => 7)
    const weights = makeField(SIDE, SIDE, (at) => (at === 40 ? 1 : 0))
    assertNear(solveScreenedPoisson(known, weights), () => 7, 1e-4)
  })

  it('lays a slope between two edges: what is harmonic in between', () => {
    const known = makeField(SIDE, SIDE, (at) => at % SIDE)
    const weights = makeField(SIDE, SIDE, (at) => (at % SIDE === 0 || at % SIDE === SIDE - 1 ? 1000 : 0))
    assertNear(solveScreenedPoisson(known, weights), (x) => x, 0.7)
  })

  it('takes no notice of what has no weight', () => {
    const known = makeField(SIDE, SIDE, (at) => (at % 2 === 0 ? 1 : 1e6))
    const weights = makeField(SIDE, SIDE, (at) => (at % 2 === 0 ? 1 : 0))
    assertNear(solveScreenedPoisson(known, weights), () => 1, 1e-4)
  })

  it('is 0 where nothing is known', () => {
    assertNear(
      solveScreenedPoisson(
        makeField(SIDE, SIDE, () => 5),
        makeField(SIDE, SIDE),
      ),
      () => 0,
      1e-9,
    )
  })
})
