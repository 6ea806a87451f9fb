import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { measureSimilarity } from './measure-similarity.ts'

const embed = (...values: number[]) => ({ values, model: 'a@1' })

describe('measureSimilarity', () => {
  const CASES = [
    { name: 'is 1 for the same face', a: embed(0.6, 0.8), b: embed(0.6, 0.8), similarity: 1 },
    { name: 'is the cosine of the angle', a: embed(1, 0), b: embed(0.6, 0.8), similarity: 0.6 },
    { name: 'is -1 for the opposite', a: embed(1, 0), b: embed(-1, 0), similarity: -1 },
    { name: 'does not depend on lengths', a: embed(2, 0), b: embed(3, 4), similarity: 0.6 },
    { name: 'has four decimals', a: embed(1, 0), b: embed(1, 2), similarity: 0.4472 },
  ]
  for (const { name, a, b, similarity } of CASES) {
    it(name, () => assert.equal(measureSimilarity('face-encoder', a, b), similarity))
  }

  it('compares nothing that two models made', () => {
    const message = 'The function face-encoder answered embeddings of two models.'
    for (const other of [{ values: [1, 0], model: 'a@2' }, embed(1, 0, 0)]) {
      assert.throws(() => measureSimilarity('face-encoder', embed(1, 0), other), { code: 'stage-failed', message })
    }
  })
})
