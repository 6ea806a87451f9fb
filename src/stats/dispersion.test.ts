import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dispersion, pearson } from './dispersion.ts'

test('twelve minutes with two bursts disperse by 4.889 (computed with numpy)', () => {
  const failures = [8, 12, 9, 31, 10, 7, 11, 9, 28, 10, 8, 13]
  const phi = pearson(failures.map((k) => ({ n: 1000, k })))
  assert.ok(Math.abs(phi - 4.888728293) < 1e-9, `${phi}`)
})

test('fewer than twenty minutes with requests say nothing', () => {
  assert.equal(dispersion(Array.from({ length: 19 }, () => ({ n: 100, k: 1 }))), null)
  assert.equal(dispersion(Array.from({ length: 30 }, (_, i) => ({ n: i < 19 ? 100 : 0, k: 0 }))), null)
})

test('failures more even than chance do not make more of the evidence', () => {
  assert.equal(dispersion(Array.from({ length: 20 }, () => ({ n: 100, k: 1 }))), 1)
})

test('no failure at all is not a burst', () => {
  assert.equal(dispersion(Array.from({ length: 20 }, () => ({ n: 100, k: 0 }))), 1)
})
