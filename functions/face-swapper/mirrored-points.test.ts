import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LEFT_EYE, RIGHT_EYE } from '#runtime/face-mesh'
import { CHIN, EYE_CORNERS, FOREHEAD, LEFT_BROW, OVAL, RIGHT_BROW, TEMPLES } from './mesh-places.ts'
import { MIRRORED } from './mirrored-points.ts'

const sort = (indices: readonly number[]) => indices.toSorted((a, b) => a - b)
const mirror = (indices: readonly number[]) => sort(indices.map((index) => MIRRORED[index] as number))

describe('MIRRORED', () => {
  it('gives each of the 468 points a mirror image, whose mirror image it is', () => {
    assert.equal(MIRRORED.length, 468)
    MIRRORED.forEach((mirrored, index) => {
      assert.equal(MIRRORED[mirrored], index)
    })
  })

  it('leads from one eye, brow and temple to the other, and leaves the middle where it is', () => {
    assert.deepEqual(mirror(LEFT_EYE), sort(RIGHT_EYE))
    assert.deepEqual(mirror(LEFT_BROW), sort(RIGHT_BROW))
    assert.equal(MIRRORED[TEMPLES[0]], TEMPLES[1])
    assert.equal(MIRRORED[EYE_CORNERS[0]], EYE_CORNERS[1])
    assert.equal(MIRRORED[FOREHEAD], FOREHEAD)
    assert.equal(MIRRORED[CHIN], CHIN)
    assert.deepEqual(mirror(OVAL), sort(OVAL))
  })
})
