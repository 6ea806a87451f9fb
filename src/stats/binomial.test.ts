import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lowerTail, upperTail } from './binomial.ts'

const near = (actual: number, expected: number, absolute: number) =>
  assert.ok(Math.abs(actual - expected) <= absolute, `${actual} is not ${expected}`)

test('the tails of ten coins are the textbook ones', () => {
  near(upperTail(5, 10, 0.5), 0.623046875, 1e-14)
  near(lowerTail(1, 10, 0.5), 11 / 1024, 1e-16)
})

test('299 requests without one over the limit prove a p99 at 95 %, 298 do not (Wilks)', () => {
  assert.ok(lowerTail(0, 299, 0.01) <= 0.05)
  assert.ok(lowerTail(0, 298, 0.01) > 0.05)
})

test('59 prove a p95', () => {
  assert.ok(lowerTail(0, 59, 0.05) <= 0.05)
  assert.ok(lowerTail(0, 58, 0.05) > 0.05)
})

test('the two tails overlap in exactly one outcome', () => {
  const pmf = 210 * 0.3 ** 4 * 0.7 ** 6
  near(upperTail(4, 10, 0.3) + lowerTail(4, 10, 0.3) - 1, pmf, 1e-14)
})

test('a conditional test of 12 of 1000 against 50 of 10000 gives the published p (Przyborowski and Wilenski)', () => {
  near(upperTail(12, 62, 1 / 11), 0.00926095364, 1e-11)
})

test('no success is certain to be reached and all are certain not to be passed', () => {
  assert.equal(upperTail(0, 10, 0.2), 1)
  assert.equal(lowerTail(10, 10, 0.2), 1)
})
