import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkFaces, findLargest, type GivenFace, readFaces } from './face-parts.ts'

const FACE = {
  box: [1, 2, 30, 40],
  score: 0.9,
  landmarks: [
    [10, 10],
    [20, 10],
    [15, 20],
    [11, 30],
    [19, 30],
  ],
} as const
const { box, landmarks } = FACE

function describePart(value: unknown) {
  const bytes = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
  return { name: 'target_faces', bytes, contentType: 'application/json' }
}

describe('readFaces', () => {
  it('reads a list of entries of the detector, and one entry alone', () => {
    assert.deepEqual(readFaces(describePart([FACE, FACE])), [
      { box, landmarks },
      { box, landmarks },
    ])
    assert.deepEqual(readFaces(describePart(FACE)), [{ box, landmarks }])
  })

  it('says that an empty list holds no face', () => {
    assert.throws(() => readFaces(describePart([])), {
      code: 'no-face',
      message: 'Part target_faces: No face was found.',
    })
  })

  for (const { name, value, message } of [
    { name: 'what is no JSON', value: '{', message: /Expected JSON for target_faces but received "\{"\.$/ },
    {
      name: 'null',
      value: null,
      message: /Expected entries of the detector's faces for target_faces but received null\.$/,
    },
    { name: 'a number in the list', value: [FACE, 4], message: /but received 4\.$/ },
    { name: 'no box', value: { landmarks }, message: /Expected four finite numbers for box but received nothing\.$/ },
    { name: 'an infinite number', value: '{"box":[0,0,1e999,1]}', message: /but received \[0,0,null,1\]\.$/ },
    {
      name: 'four points',
      value: { box, landmarks: landmarks.slice(1) },
      message: /Expected five points of two finite numbers for landmarks/,
    },
    {
      name: 'text in a point',
      value: { box, landmarks: [...landmarks.slice(1), ['1', 2]] },
      message: /Expected five points/,
    },
  ]) {
    it(`refuses ${name}`, () => {
      assert.throws(() => readFaces(describePart(value)), { code: 'face-invalid', message })
    })
  }
})

describe('checkFaces', () => {
  const check = (box: readonly [number, number, number, number]) =>
    checkFaces([{ box, landmarks }], describePart([]), { width: 30, height: 40 })

  it('allows a box that rounding lays over the border', () => {
    check([-1, -0.5, 31, 40.5])
  })

  for (const box of [
    [0, 0, 31.5, 40],
    [-1.5, 0, 30, 40],
    [5, 5, 5, 9],
    [9, 5, 5, 9],
  ] as const) {
    it(`refuses the box ${box}`, () => {
      assert.throws(() => check(box), {
        code: 'face-invalid',
        message: `Part target_faces: Expected a box inside 30 x 40 pixels for box but received [${box}].`,
      })
    })
  }
})

describe('findLargest', () => {
  it('takes the largest box; of equal ones the first', () => {
    const face = (right: number, bottom: number): GivenFace => ({ box: [0, 0, right, bottom], landmarks })
    const [small, large, same] = [face(2, 2), face(4, 3), face(3, 4)]
    assert.equal(findLargest([small, large, same]), large)
  })
})
