import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkFace, readFace, readFaces } from './given-face.ts'

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

describe('faces', () => {
  it('are read from a list of entries of the detector, and from one entry alone', () => {
    const face = { box, landmarks }
    assert.deepEqual(readFaces(describePart([FACE, FACE])), [face, face])
    assert.deepEqual(readFaces(describePart(FACE)), [face])
    assert.deepEqual(readFace(describePart(FACE)), face)
  })

  it('of an empty list are none', () => {
    assert.throws(() => readFaces(describePart([])), {
      code: 'no-face',
      message: 'Part target_faces: No face was found.',
    })
  })

  it('are 100 at most', () => {
    assert.equal(readFaces(describePart(Array(100).fill(FACE))).length, 100)
    assert.throws(() => readFaces(describePart(Array(101).fill(FACE))), {
      code: 'face-invalid',
      message: 'Part target_faces: Expected 100 faces at most for target_faces but received a list of 101.',
    })
  })

  it('are refused as a list where one is needed', () => {
    assert.throws(() => readFace(describePart([FACE])), {
      code: 'face-invalid',
      message:
        "Part target_faces: Expected one entry of the detector's faces for target_faces but received a list of 1.",
    })
  })
})

describe('a face', () => {
  const movePoint = (point: readonly unknown[]) => ({ box, landmarks: [...landmarks.slice(1), point] })
  for (const { name, value, message } of [
    { name: 'that is no JSON', value: 'my secret diary', message: 'JSON for target_faces but received what is none' },
    {
      name: 'that is null',
      value: null,
      message: "entries of the detector's faces for target_faces but received null",
    },
    {
      name: 'that is a number in a list',
      value: [FACE, 4],
      message: "entries of the detector's faces for target_faces but received a number",
    },
    {
      name: 'of 200,000 lists in each other',
      value: '['.repeat(2e5) + ']'.repeat(2e5),
      message: "entries of the detector's faces for target_faces but received a list of 1",
    },
    { name: 'without a box', value: { landmarks }, message: 'four finite numbers for box but received nothing' },
    {
      name: 'whose box is an embedding',
      value: { box: Array(128).fill(-0.08), landmarks },
      message: 'four finite numbers for box but received a list of 128',
    },
    {
      name: 'of an infinite number',
      value: '{"box":[0,0,1e999,1]}',
      message: 'four finite numbers for box but received a list of 4',
    },
    {
      name: 'of no width',
      value: { box: [5, 5, 5, 9], landmarks },
      message: 'left, top, right, bottom for box but received one without area',
    },
    {
      name: 'of less than no height',
      value: { box: [5, 9, 9, 5], landmarks },
      message: 'left, top, right, bottom for box but received one without area',
    },
    {
      name: 'of four points',
      value: { box, landmarks: landmarks.slice(1) },
      message: 'five points of two finite numbers for landmarks but received a list of 4',
    },
    {
      name: 'of text in a point',
      value: movePoint(['1', 2]),
      message: 'five points of two finite numbers for landmarks but received a list of 5',
    },
    {
      name: 'of a point more than two sides of 38 pixels to the left of its box',
      value: movePoint([-75.5, 10]),
      message: 'points within 2 sides of the box for landmarks but received one farther away',
    },
    {
      name: 'of a point more than two sides below its box',
      value: movePoint([10, 116.5]),
      message: 'points within 2 sides of the box for landmarks but received one farther away',
    },
  ]) {
    it(`${name} is refused`, () => {
      assert.throws(() => readFaces(describePart(value)), {
        code: 'face-invalid',
        message: `Part target_faces: Expected ${message}.`,
      })
    })
  }

  it('may have points outside of its box', () => {
    assert.equal(readFaces(describePart([movePoint([-75, 116])])).length, 1)
  })

  const check = (box: readonly [number, number, number, number]) =>
    checkFace({ box, landmarks }, describePart([]), { width: 30, height: 40 })

  it('may go over the border of its picture by the pixel that rounding makes', () => {
    check([-1, -0.5, 31, 40.5])
  })

  for (const box of [
    [0, 0, 31.5, 40],
    [-1.5, 0, 30, 40],
    [0, 0, 30, 41.5],
    [0, -1.5, 30, 40],
  ] as const) {
    it(`at ${box} is none of a picture of 30 x 40 pixels`, () => {
      assert.throws(() => check(box), {
        code: 'face-invalid',
        message:
          'Part target_faces: Expected a box inside 30 x 40 pixels for box but received one that goes over the border.',
      })
    })
  }
})
