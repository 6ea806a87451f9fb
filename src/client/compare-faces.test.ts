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

test('embeddings are of one person under the distance, and not at it', () => {
  assert.deepEqual(compareEncodings(encoding([0.6, 0.8]), encoding([0.6, 0.8])), { distance: 0, isSame: true })
  const under = compareEncodings(encoding([0, 0]), encoding([0, SAME_PERSON.distance - 1e-9]))
  const at = compareEncodings(encoding([0, 0]), encoding([0, SAME_PERSON.distance]))
  assert.deepEqual([under.isSame, at.isSame], [true, false])
})

test('embeddings of two models are not compared', () => {
  assert.throws(() => compareEncodings(encoding([1]), encoding([1], 'm@2')), {
    name: 'GatewayError',
    message: 'Expected embeddings of one model but received those of m@1 and m@2',
  })
})
