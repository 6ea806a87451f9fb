import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readEmbedding, readFaces, readMarkedPicture } from './stage-answer.ts'

const answer = (text: string, contentType = 'application/json', headers = {}) => ({
  contentType,
  body: Buffer.from(text),
  headers: new Headers(headers),
})

describe('the answers of the stages', () => {
  it('keep all that the detector says of a face', () => {
    const faces = [{ box: [1, 2, 3, 4], score: 0.9, landmarks: [[1, 2]] }]
    assert.deepEqual(readFaces('face-detector', answer(JSON.stringify({ faces, width: 9 }))), faces)
    assert.deepEqual(readFaces('face-detector', answer('{"faces":[]}')), [])
  })

  it('give an embedding with the model that made it', () => {
    const embedding = readEmbedding('face-encoder', answer('{"embedding":[0.6,0.8],"model":"a@1","quality":{}}'))
    assert.deepEqual(embedding, { values: [0.6, 0.8], model: 'a@1' })
  })

  for (const text of ['', 'null', '[]', '{"faces":{}}', '{"faces":[null]}', '{"faces":[{"box":[1,2,3]}]}']) {
    it(`are faults of the detector without boxes: ${text || 'nothing'}`, () => {
      const message = 'The function face-detector answered no faces.'
      assert.throws(() => readFaces('face-detector', answer(text)), { code: 'stage-failed', message })
    })
  }

  for (const text of ['{"embedding":[],"model":"a"}', '{"embedding":[null],"model":"a"}', '{"embedding":[1]}']) {
    it(`are faults of the encoder without numbers or model: ${text}`, () => {
      const message = 'The function face-encoder answered no embedding.'
      assert.throws(() => readEmbedding('face-encoder', answer(text)), { code: 'stage-failed', message })
    })
  }

  it('are faults of the swapper when they are no picture', () => {
    const message = 'The function face-swapper answered no picture.'
    assert.throws(() => readMarkedPicture('face-swapper', answer('{}')), { code: 'stage-failed', message })
  })

  it('are pictures that say what a model has done to them', () => {
    const provenance = 'compositeWithTrainedAlgorithmicMedia'
    const picture = answer('bytes', 'image/webp', { 'x-vouch-provenance': provenance })
    assert.deepEqual(readMarkedPicture('face-swapper', picture), { ...picture, provenance })
  })

  for (const headers of [{}, { 'x-vouch-provenance': 'madeUp' }]) {
    it(`are faults of the swapper with the headers ${JSON.stringify(headers)}: an altered face has its mark`, () => {
      const picture = answer('bytes', 'image/webp', headers)
      const message = 'The function face-swapper answered no provenance.'
      assert.throws(() => readMarkedPicture('face-swapper', picture), { code: 'stage-failed', message })
    })
  }
})
