import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { matchFaces, measurePointErrors } from '../../scripts/measure/match-faces.ts'

const face = (left: number, width = 10) => ({ box: [left, 0, left + width, 10] as const, score: 1, landmarks: [] })
const mark = (left: number) => ({ photo: 'p', box: [left, 0, left + 10, 10] as const })

describe('matchFaces', () => {
  it('gives each mark the face that overlaps it most, and tells what is over', () => {
    const [near, nearer, far] = [face(4), face(1), face(100)]
    const { matches, extra } = matchFaces([mark(0)], [near, nearer, far])
    assert.deepEqual([matches[0]?.face, matches[0]?.overlap], [nearer, 9 / 11])
    assert.deepEqual(extra, [near, far])
  })

  it('finds nothing for a mark that no face overlaps by a fifth', () => {
    const { matches, extra } = matchFaces([mark(0)], [face(7)]) // 3 of 17
    assert.deepEqual([matches[0]?.face, extra.length], [undefined, 1])
    assert.ok(matchFaces([mark(0)], [face(6)]).matches[0]?.face) // 4 of 16
  })

  it('gives one face to one mark alone', () => {
    const { matches } = matchFaces([mark(0), mark(1)], [face(0)])
    assert.deepEqual(
      matches.map((match) => match.face !== undefined),
      [true, false],
    )
  })
})

describe('measurePointErrors', () => {
  it('counts in distances between the marked eyes', () => {
    const marks = [
      [0, 0],
      [10, 0],
      [5, 5],
    ] as const
    const found = {
      ...face(0),
      landmarks: [
        [0, 1],
        [10, 0],
        [8, 9],
      ] as const,
    }
    assert.deepEqual(measurePointErrors(marks, found), [0.1, 0, 0.5])
  })
})
