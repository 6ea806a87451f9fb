import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  formatCount,
  formatMinutes,
  formatMsLimit,
  formatP,
  formatShare,
  formatShareLimit,
  formatSignificant,
} from './number-format.ts'

test('counts are grouped by thousands', () => {
  assert.equal(formatCount(598), '598')
  assert.equal(formatCount(41_200), '41 200')
  assert.equal(formatCount(1_234_567), '1 234 567')
})

test('shares are percent with three significant digits', () => {
  assert.equal(formatShare(0.00423), '0.423 %')
  assert.equal(formatShare(0.026), '2.6 %')
  assert.equal(formatShare(0), '0 %')
  assert.equal(formatShare(1), '100 %')
})

test('significant digits are told without an exponent', () => {
  assert.equal(formatSignificant(1234.5, 3), '1 235')
  assert.equal(formatSignificant(999.6, 3), '1 000')
  assert.equal(formatSignificant(143.24, 4), '143.2')
  assert.equal(formatSignificant(0.0000001, 3), '0.0000001')
})

test('limits keep every digit that was promised', () => {
  assert.equal(formatMsLimit(150.25), '150.25 ms')
  assert.equal(formatMsLimit(12_345.6), '12 345.6 ms')
  assert.equal(formatShareLimit(0.004999), '0.4999 %')
  assert.equal(formatShareLimit(0.07), '7 %')
})

test('a tiny p is said to be below what is shown', () => {
  assert.equal(formatP(0.00000002), '< 0.0001')
  assert.equal(formatP(0.0287), '= 0.0287')
})

test('a wait is rounded up', () => {
  assert.equal(formatMinutes(0.4), 'less than a minute')
  assert.equal(formatMinutes(3.2), 'about 4 min')
  assert.equal(formatMinutes(150), 'about 3 h')
  assert.equal(formatMinutes(3000), 'about 3 days')
})
