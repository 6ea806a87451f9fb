import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareEncodings, encodeLargestFace, SAME_PERSON } from './compare-faces.ts'
import type { Face } from './function-answers.ts'

const makeFace = (side: number): Face => ({
  box: [10, 10, 10 + side, 10 + side],
  score: 1 / side,
  landmarks: [
    [1, 1],
    [2, 1],
    [1, 2],
    [1, 3],
    [2, 3],
  ],
})
const quality = { overall: 1, size: 1, sharpness: 1, pose: 1, eye_distance_px: 60 }
const encoding = (embedding: number[], model = 'm@1') => ({ embedding, model, quality })

test('the largest face is encoded, with points placed by the mesh', async () => {
  const asked: unknown[] = []
  const found = await encodeLargestFace(
    {
      detectFaces: async (image, options) => {
        asked.push(image, options)
        return { faces: [makeFace(3), makeFace(9), makeFace(5)], width: 20, height: 20 }
      },
      encodeFace: async ({ image, face }, options) => {
        asked.push(image, face.box, options)
        return encoding([1, 0])
      },
    },
    'photo.jpg',
    { timeoutMs: 5 },
  )
  assert.deepEqual(found, { ...encoding([1, 0]), face: makeFace(9), faces: 3 })
  const options = { timeoutMs: 5 }
  assert.deepEqual(asked, ['photo.jpg', { ...options, landmarks: 'mesh' }, 'photo.jpg', makeFace(9).box, options])
})

test('a picture without a face has nothing to encode', async () => {
  const detectFaces = async () => ({ faces: [], width: 1, height: 1 })
  assert.equal(await encodeLargestFace({ detectFaces, encodeFace: assert.fail }, 'photo.jpg'), undefined)
})

/** A unit vector at a Euclidean distance from [1, 0]. */
const atDistance = (distance: number) => {
  const angle = 2 * Math.asin(distance / 2)
  return encoding([Math.cos(angle), Math.sin(angle)])
}

test('embeddings are of one person under the distance, and not from it on', () => {
  assert.deepEqual(compareEncodings(encoding([0.6, 0.8]), encoding([0.6, 0.8])), { distance: 0, isSame: true })
  const [under, over] = [-1e-9, 1e-9].map((step) => {
    return compareEncodings(encoding([1, 0]), atDistance(SAME_PERSON.distance + step))
  })
  assert.deepEqual([under?.isSame, over?.isSame], [true, false])
  assert.equal(compareEncodings(encoding([1, 0]), encoding([-1, 0])).distance, 2)
})

for (const { name, one, other, message } of [
  {
    name: 'of two models',
    one: encoding([1]),
    other: encoding([1], 'm@2'),
    message: 'Expected embeddings of one model but received those of m@1 and m@2',
  },
  {
    name: 'of two sizes',
    one: encoding([1]),
    other: encoding([1, 0, 0]),
    message: 'Expected embeddings of one size but received 1 and 3 numbers',
  },
  ...(
    [
      ['without numbers', [], '0'],
      ['of zeros', [0, 0], '0'],
      ['with NaN', [Number.NaN, 1], 'NaN'],
      ['with an endless number', [Number.POSITIVE_INFINITY, 1], 'Infinity'],
      ['that are longer than 1', [1.02, 0], '1.02'],
    ] as const
  ).map(([name, numbers, length]) => ({
    name,
    one: encoding([...numbers]),
    other: encoding([...numbers]),
    message: `Expected a vector of length 1 for embedding but received one of length ${length}`,
  })),
])
  test(`embeddings ${name} are not compared`, () => {
    assert.throws(() => compareEncodings(one, other), { name: 'GatewayError', message })
  })

test('a vector that is 1 long but for rounding is compared', () => {
  assert.equal(compareEncodings(encoding([1.0099, 0]), encoding([0.9901, 0])).isSame, true)
})
