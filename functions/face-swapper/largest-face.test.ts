import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { GivenFace } from '#runtime/given-face'
import { findLargest } from './largest-face.ts'

it('the largest face is that of the largest box; of equal ones the first', () => {
  const face = (right: number, bottom: number): GivenFace => ({ box: [0, 0, right, bottom], landmarks: [] })
  const [small, large, same] = [face(2, 2), face(4, 3), face(3, 4)]
  assert.equal(findLargest([small, large, same]), large)
})
