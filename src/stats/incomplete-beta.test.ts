import assert from 'node:assert/strict'
import { test } from 'node:test'
import { incompleteBeta } from './incomplete-beta.ts'

const near = (actual: number, expected: number, relative = 1e-12) =>
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`)

test('it is a polynomial for whole parameters', () => {
  near(incompleteBeta(0.5, 2, 3), 0.6875)
  near(incompleteBeta(0.3, 1, 1), 0.3)
  near(incompleteBeta(0.1, 1, 20), 1 - 0.9 ** 20)
})

test('it is the arcsine law for one half (NIST DLMF 8.17.5 and 4.23)', () => {
  near(incompleteBeta(0.2, 0.5, 0.5), (2 / Math.PI) * Math.asin(Math.sqrt(0.2)))
})

test('a far tail keeps its precision', () => {
  near(incompleteBeta(0.5, 60, 1), 0.5 ** 60)
})

test('it is symmetric', () => {
  near(incompleteBeta(0.7, 30, 10) + incompleteBeta(0.3, 10, 30), 1)
})

test('it converges for ten million requests', () => {
  const value = incompleteBeta(0.01, 100_001, 9_900_000)
  assert.ok(value > 0.49 && value < 0.51, `${value}`)
})
