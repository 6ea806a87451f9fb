import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { comparePairs, countFalseAccepts, countFalseRejects } from '../../scripts/measure/pairs.ts'

const FACES = [
  { person: 'ada', photo: '1', embedding: [0, 0] },
  { person: 'ada', photo: '2', embedding: [3, 4] },
  { person: 'bo', photo: '3', embedding: [0, 2] },
  { person: 'bo', photo: '3', embedding: [0, 1] },
]

describe('comparePairs', () => {
  it('measures every pair once, apart for one person and for two', () => {
    const { same, different } = comparePairs(FACES)
    assert.deepEqual(same, [
      { photos: ['1', '2'], distance: 5 },
      { photos: ['3', '3'], distance: 1 },
    ])
    assert.deepEqual(
      different.map(({ distance }) => distance),
      [2, 1, Math.hypot(3, 2), Math.hypot(3, 3)],
    )
  })
})

describe('error rates', () => {
  const pairs = comparePairs(FACES)

  it('count a distance at the threshold as two people', () => {
    assert.equal(countFalseRejects(pairs, 5).wrong, 1)
    assert.equal(countFalseRejects(pairs, 5.001).wrong, 0)
    assert.equal(countFalseAccepts(pairs, 2).wrong, 1)
    assert.equal(countFalseAccepts(pairs, 2.001).wrong, 2)
  })

  it('say of how many, within which interval, and between which photos', () => {
    const { wrong, of, interval, byPhotos } = countFalseAccepts(pairs, 3)
    assert.deepEqual([wrong, of], [2, 4])
    assert.deepEqual(
      interval.map((end) => end.toFixed(3)),
      ['0.068', '0.932'],
    ) // qbeta in R: 0.06758599, 0.93241401
    assert.deepEqual([...byPhotos], [['1 and 3', 2]])
  })
})
