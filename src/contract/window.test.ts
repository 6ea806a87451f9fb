import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rfc3339, wholeBuckets, windowEndingAt } from './window.ts'

const MINUTE = 60_000_000_000n

test('times are written with nanoseconds', () => {
  assert.equal(rfc3339(1_700_000_000_123_456_789n), '2023-11-14T22:13:20.123456789Z')
})

test('an hour that begins within a minute holds 59 whole minutes', () => {
  const window = windowEndingAt(60n * MINUTE + 30_000_000_000n, 3600)
  const buckets = wholeBuckets(window, MINUTE)
  assert.deepEqual(buckets, { firstEndNs: 2n * MINUTE, lastEndNs: 60n * MINUTE })
})

test('an hour on the minute holds 60', () => {
  assert.deepEqual(wholeBuckets(windowEndingAt(60n * MINUTE, 3600), MINUTE), {
    firstEndNs: MINUTE,
    lastEndNs: 60n * MINUTE,
  })
})

test('less than a minute holds none', () => {
  assert.equal(wholeBuckets(windowEndingAt(90_000_000_000n, 45), MINUTE), null)
})
