import { AvailabilityError } from '#runtime/errors'
import type { Embedding } from './stage-answer.ts'

/**
 * Measures how alike two faces are: the cosine of the angle between their embeddings.
 *
 * @param name of the function that made both
 * @returns -1 to 1, four decimals; 1 for the same face
 * @throws AvailabilityError when two models made them, as while another version is rolled out
 * @example measureSimilarity('face-encoder', { values: [1, 0], model: 'a' }, { values: [0.6, 0.8], model: 'a' }) // 0.6
 */
export function measureSimilarity(name: string, a: Embedding, b: Embedding): number {
  if (a.model !== b.model || a.values.length !== b.values.length) {
    throw new AvailabilityError('stage-failed', { function: name, outcome: 'answered embeddings of two models' })
  }
  const dot = a.values.reduce((sum, value, index) => sum + value * (b.values[index] as number), 0)
  const cosine = dot / (Math.hypot(...a.values) * Math.hypot(...b.values))
  return Math.round(cosine * 10_000) / 10_000
}
