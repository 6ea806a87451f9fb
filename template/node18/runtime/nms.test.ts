import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Box, measureOverlap, suppressOverlaps } from './nms.ts'

describe('measureOverlap', () => {
  const CASES: readonly (readonly [string, Box, Box, number])[] = [
    ['is 1 for the same box', [1, 2, 5, 9], [1, 2, 5, 9], 1],
    ['is a third for boxes that share a half', [0, 0, 2, 2], [1, 0, 3, 2], 1 / 3],
    ['is the share of areas for a box within another', [0, 0, 4, 4], [1, 1, 3, 3], 0.25],
    ['is 0 for boxes that touch', [0, 0, 2, 2], [2, 0, 4, 2], 0],
    ['is 0 for boxes apart in both directions', [0, 0, 1, 1], [5, 5, 6, 6], 0],
    ['is 0 for boxes without area', [3, 3, 3, 3], [3, 3, 3, 3], 0],
  ]
  for (const [name, a, b, expected] of CASES) {
    it(name, () => {
      assert.equal(measureOverlap(a, b), expected)
      assert.equal(measureOverlap(b, a), expected)
    })
  }
})

describe('suppressOverlaps', () => {
  const best = { box: [0, 0, 2, 2] as Box, score: 0.9 }
  const same = { box: [1, 0, 3, 2] as Box, score: 0.8 }
  const other = { box: [2, 0, 4, 2] as Box, score: 0.7 }

  it('drops what overlaps a better one, and lets what was dropped drop nothing', () => {
    assert.deepEqual(suppressOverlaps([other, same, best], 0.3), [best, other])
  })

  it('keeps an overlap at the limit', () => {
    assert.deepEqual(suppressOverlaps([best, same], 1 / 3), [best, same])
  })

  it('gives nothing for nothing', () => assert.deepEqual(suppressOverlaps([], 0.3), []))
})
