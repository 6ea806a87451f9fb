import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readStrict } from './swapper-options.ts'

describe('readStrict', () => {
  for (const { query, expected } of [
    { query: '', expected: false },
    { query: 'strict=0', expected: false },
    { query: 'strict=1', expected: true },
  ]) {
    it(`is ${expected} for "${query}"`, () => assert.equal(readStrict(new URLSearchParams(query)), expected))
  }

  for (const query of ['strict=yes', 'strict=1&strict=1']) {
    it(`refuses ${query}`, () => {
      assert.throws(() => readStrict(new URLSearchParams(query)), {
        code: 'parameter-invalid',
        message: /^Expected 0 or 1 for strict but received "/,
      })
    })
  }
})
