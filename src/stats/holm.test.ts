import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holm } from './holm.ts'

test('the four p-values of the textbook example are adjusted in order', () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toPrecision(12)))
  assert.deepEqual(adjusted, [0.03, 0.06, 0.06, 0.02])
})

test('one test is left as it is, none gives none, and nothing passes one', () => {
  assert.deepEqual(holm([0.2]), [0.2])
  assert.deepEqual(holm([]), [])
  assert.deepEqual(holm([0.9, 0.8]), [1, 1])
})
