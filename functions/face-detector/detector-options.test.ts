import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readDetectorOptions } from './detector-options.ts'

function read(query: string) {
  return readDetectorOptions(new URLSearchParams(query))
}

describe('readDetectorOptions', () => {
  it('has a value for everything', () => {
    assert.deepEqual(read(''), { minScore: 0.5, maxFaces: 100, size: 640, refine: false })
  })

  it('takes values at their limits', () => {
    const least = { minScore: 0, maxFaces: 1, size: 320, refine: true }
    assert.deepEqual(read('min_score=0&max_faces=1&size=320&landmarks=mesh'), least)
    const most = { minScore: 1, maxFaces: 500, size: 1920, refine: false }
    assert.deepEqual(read('min_score=1.0&max_faces=500&size=1920'), most)
  })

  it('takes a score with and without its leading zero', () => {
    assert.equal(read('min_score=.6').minScore, 0.6)
    assert.equal(read('min_score=0.6').minScore, 0.6)
  })

  for (const { query, detail } of [
    { query: 'min_score=1.01', detail: 'Expected a number from 0 to 1 for min_score but received "1.01".' },
    { query: 'min_score=-0.1', detail: 'Expected a number from 0 to 1 for min_score but received "-0.1".' },
    { query: 'min_score=NaN', detail: 'Expected a number from 0 to 1 for min_score but received "NaN".' },
    { query: 'min_score=', detail: 'Expected a number from 0 to 1 for min_score but received "".' },
    {
      query: 'min_score=.1&min_score=.2',
      detail: 'Expected a number from 0 to 1 for min_score but received ".1 and .2".',
    },
    { query: 'max_faces=0', detail: 'Expected a whole number from 1 to 500 for max_faces but received "0".' },
    { query: 'max_faces=501', detail: 'Expected a whole number from 1 to 500 for max_faces but received "501".' },
    { query: 'size=319', detail: 'Expected a whole number from 320 to 1920 for size but received "319".' },
    { query: 'size=1921', detail: 'Expected a whole number from 320 to 1920 for size but received "1921".' },
    { query: 'landmarks=68', detail: 'Expected mesh for landmarks but received "68".' },
  ]) {
    it(`refuses ${query}`, () => {
      assert.throws(() => read(query), { code: 'parameter-invalid', message: detail })
    })
  }
})
