import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRetryPauseMs } from './retry-pause.ts'

const NOW = Date.UTC(2026, 0, 1)

test('a pause is told in seconds or as a date, and is 100 ms at least', () => {
  for (const { name, status = 503, retryAfter, expected } of [
    { name: 'seconds', retryAfter: '2', expected: 2000 },
    { name: 'a date', status: 429, retryAfter: 'Thu, 01 Jan 2026 00:00:03 GMT', expected: 3000 },
    { name: 'no seconds', retryAfter: '0', expected: 100 },
    { name: 'a date gone by', retryAfter: 'Wed, 31 Dec 2025 00:00:00 GMT', expected: 100 },
    { name: 'no words', retryAfter: undefined, expected: undefined },
    { name: 'other words', retryAfter: 'soon', expected: undefined },
    { name: 'an answer that stands', status: 500, retryAfter: '1', expected: undefined },
  ]) {
    assert.equal(readRetryPauseMs(status, retryAfter, NOW), expected, name)
  }
})
