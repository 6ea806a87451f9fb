import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logGamma } from './log-gamma.ts'

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) <= 1e-13 * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`)

test('the logarithm of the gamma function is that of the factorial at whole numbers', () => {
  near(logGamma(5), Math.log(24))
  near(logGamma(1), 0)
  near(logGamma(11), Math.log(3628800))
})

test('it is that of the square root of pi at one half (NIST DLMF 5.4.6)', () => {
  near(logGamma(0.5), Math.log(Math.sqrt(Math.PI)))
})

test('both series agree where one takes over from the other', () => {
  near(logGamma(10_000), logGamma(9_999) + Math.log(9_999))
})

test('zero and negative numbers are refused by name and value', () => {
  assert.throws(() => logGamma(0), { message: 'Expected a number greater than 0 for x but received 0' })
})
