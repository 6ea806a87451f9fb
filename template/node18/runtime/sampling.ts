import type { RemoteParent } from './trace-context.ts'

const TOKENS_PER_SECOND = 0.1

export interface Sampler {
  /** Decides on arrival whether a request's trace is exported, whatever comes of it. */
  decide(parent: RemoteParent | undefined): boolean
}

/**
 * Obeys the caller's decision. Without one, a request takes a token; the bucket holds one and gains 0.1 a second.
 *
 * @param share replaces the bucket by a probability from 0 to 1
 * @param clockMs monotonic, milliseconds
 */
export function createSampler(
  share: number | undefined,
  clockMs: () => number,
  random: () => number = Math.random,
): Sampler {
  const decideAlone = share === undefined ? createBucket(clockMs) : () => random() < share
  return { decide: (parent) => parent?.sampled ?? decideAlone() }
}

function createBucket(clockMs: () => number): () => boolean {
  let tokens = 1
  let filledMs = clockMs()
  return () => {
    const nowMs = clockMs()
    tokens = Math.min(1, tokens + ((nowMs - filledMs) / 1000) * TOKENS_PER_SECOND)
    filledMs = nowMs
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}
