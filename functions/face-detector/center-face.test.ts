import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readFaces } from './center-face.ts'

const COLUMNS = 8
const CELLS = COLUMNS * 8

interface Hot {
  readonly cell: number
  readonly score: number
}

/** Outputs for a 32 x 32 input: boxes 16 high and 8 wide, half a cell right and a quarter of one down; points on a diagonal. */
function draw(hot: readonly Hot[]) {
  const scores = new Float32Array(CELLS)
  for (const { cell, score } of hot) scores[cell] = score
  return {
    '537': scores,
    '538': fillPlanes([Math.log(4), Math.log(2)]),
    '539': fillPlanes([0.25, 0.5]),
    '540': fillPlanes([0, 0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1, 1]),
  }
}

function fillPlanes(values: readonly number[]): Float32Array {
  return Float32Array.from(values.flatMap((value) => Array<number>(CELLS).fill(value)))
}

describe('readFaces', () => {
  it('reads box, score and points of a cell by the formulas of the card', () => {
    const [face, ...others] = readFaces(draw([{ cell: 3 * COLUMNS + 2, score: 0.75 }]), 32, 0.5)
    assert.equal(others.length, 0)
    assert.equal(face?.score, 0.75)
    // centre: ((2 + .5 + .5) * 4, (3 + .25 + .5) * 4) = (12, 15)
    assert.deepEqual(face?.box.map(Math.fround), [8, 7, 16, 23].map(Math.fround))
    assert.deepEqual(
      face?.landmarks.map((point) => point.map(Math.round)),
      [
        [8, 7],
        [10, 11],
        [12, 15],
        [14, 19],
        [16, 23],
      ],
    )
  })

  it('takes a score at the limit, and none below it', () => {
    const outputs = draw([
      { cell: 0, score: 0.5 },
      { cell: 63, score: 0.4375 },
    ])
    assert.equal(readFaces(outputs, 32, 0.5).length, 1)
    assert.equal(readFaces(outputs, 32, 0.4375).length, 2)
  })

  it('takes neighbouring cells for one face, the most certain for its place, and gives the most certain face first', () => {
    const faces = readFaces(
      draw([
        { cell: 0, score: 0.625 },
        { cell: 62, score: 0.75 },
        { cell: 63, score: 0.875 },
      ]),
      32,
      0.5,
    )
    assert.deepEqual(
      faces.map(({ score }) => score),
      [0.875, 0.625],
    )
  })

  it('finds nothing where nothing is', () => {
    assert.deepEqual(readFaces(draw([]), 32, 0.5), [])
  })
})
