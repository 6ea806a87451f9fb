import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readRetryAfterMs } from './retry-after.ts'

describe('readRetryAfterMs', () => {
  const NOW = Date.parse('2026-01-02T03:04:05Z')
  const CASES = [
    { header: '2', expected: 2000 },
    { header: '0', expected: 0 },
    { header: 'Fri, 02 Jan 2026 03:04:15 GMT', expected: 10_000 },
    { header: 'Fri, 02 Jan 2026 03:00:00 GMT', expected: 0 },
    { header: 'soon', expected: undefined },
    { header: '', expected: undefined },
    { header: null, expected: undefined },
  ]
  for (const { header, expected } of CASES) {
    it(`reads ${header} as ${expected} ms`, () => assert.equal(readRetryAfterMs(header, NOW), expected))
  }
})
