import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkFace, readFace } from './face-part.ts'

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

function read(value: unknown) {
  return readFace(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)))
}

describe('readFace', () => {
  it('reads an entry of the detector', () => {
    assert.deepEqual(read(FACE), { box: FACE.box, landmarks: FACE.landmarks })
  })

  for (const { name, value, message } of [
    { name: 'what is no JSON', value: '{', message: 'Expected JSON for face but received "{".' },
    { name: 'a list', value: [FACE], message: /^Part face: Expected one entry of the detector's faces for face/ },
    { name: 'null', value: null, message: /^Part face: Expected one entry of the detector's faces for face/ },
    {
      name: 'no box',
      value: { ...FACE, box: undefined },
      message: 'Expected four finite numbers for box but received nothing.',
    },
    {
      name: 'three numbers',
      value: { ...FACE, box: [1, 2, 3] },
      message: 'Expected four finite numbers for box but received [1,2,3].',
    },
    {
      name: 'a number that is too large',
      value: '{"box":[0,0,1e999,1]}',
      message: 'Expected four finite numbers for box but received [0,0,null,1].',
    },
    {
      name: 'four points',
      value: { ...FACE, landmarks: FACE.landmarks.slice(1) },
      message: /^Part face: Expected five points of two finite numbers for landmarks/,
    },
    {
      name: 'text in a point',
      value: { ...FACE, landmarks: [...FACE.landmarks.slice(1), ['1', 2]] },
      message: /^Part face: Expected five points of two finite numbers for landmarks/,
    },
  ]) {
    it(`refuses ${name}`, () => {
      assert.throws(() => read(value), {
        code: 'face-invalid',
        message: typeof message === 'string' ? `Part face: ${message}` : message,
      })
    })
  }
})

describe('checkFace', () => {
  for (const { name, box } of [
    { name: 'to the border', box: [0, 0, 64, 48] },
    { name: 'a pixel over it', box: [-1, -1, 65, 49] },
  ] as const) {
    it(`takes a box ${name}`, () => {
      assert.doesNotThrow(() => checkFace({ ...FACE, box }, 64, 48))
    })
  }

  for (const box of [
    [-1.5, 0, 9, 9],
    [0, -1.5, 9, 9],
    [0, 0, 65.5, 9],
    [0, 0, 9, 49.5],
    [9, 0, 9, 9],
    [0, 9, 9, 8],
  ] as const) {
    it(`refuses the box ${box}`, () => {
      assert.throws(() => checkFace({ ...FACE, box }, 64, 48), {
        code: 'face-invalid',
        message: `Part face: Expected a box inside 64 x 48 pixels for box but received [${box}].`,
      })
    })
  }
})
