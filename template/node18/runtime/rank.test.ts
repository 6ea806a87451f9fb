import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { rankTop } from './rank.ts'

describe('rankTop', () => {
  it('gives the indices of the largest values, the largest first', () => {
    assert.deepEqual(rankTop([0.1, 0.7, 0.2], 2), [1, 2])
  })
  it('keeps the lower index first among equals', () => {
    assert.deepEqual(rankTop([1, 2, 2, 1], 4), [1, 2, 0, 3])
  })
  it('gives all when more are asked than there are', () => {
    assert.deepEqual(rankTop([3, 4], 9), [1, 0])
  })
})
