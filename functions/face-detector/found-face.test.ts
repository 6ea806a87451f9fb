import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fitToPicture, isInside } from './found-face.ts'

describe('fitToPicture', () => {
  it('cuts the box at the border and leaves the points', () => {
    const face = { box: [-4, -3, 12, 14], score: 0.5, landmarks: [[-1, 2]] } as const
    assert.deepEqual(fitToPicture(face, 10, 8), { box: [0, 0, 10, 8], score: 0.5, landmarks: [[-1, 2]] })
  })

  it('rounds pixels to hundredths and the score to four decimals', () => {
    const face = { box: [1.234, 2.345_1, 3.456, 4.567], score: 0.123_46, landmarks: [[1.006, 2]] } as const
    const expected = { box: [1.23, 2.35, 3.46, 4.57], score: 0.1235, landmarks: [[1.01, 2]] }
    assert.deepEqual(fitToPicture(face, 10, 10), expected)
  })
})

describe('isInside', () => {
  for (const { name, box, expected } of [
    { name: 'a box that is cut by the border', box: [-5, 0, 1, 4], expected: true },
    { name: 'a box that only touches the left border', box: [-5, 0, 0, 4], expected: false },
    { name: 'a box in the padding at the right', box: [10, 0, 12, 4], expected: false },
    { name: 'a box in the padding at the bottom', box: [0, 8, 4, 12], expected: false },
    { name: 'a box over the whole picture', box: [-1, -1, 11, 9], expected: true },
  ] as const) {
    it(`says ${expected} to ${name}`, () => {
      assert.equal(isInside(box, 10, 8), expected)
    })
  }
})
