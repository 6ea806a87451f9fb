import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createSampler } from './sampling.ts'

const parent = (sampled: boolean) => ({ traceId: 'a', spanId: 'b', sampled, traceState: undefined })

describe('the sampler', () => {
  it('gives one token every ten seconds to requests without a decision', () => {
    let nowMs = 0
    const sampler = createSampler(undefined, () => nowMs)
    const taken: number[] = []
    for (; nowMs <= 60_000; nowMs += 500) if (sampler.decide(undefined)) taken.push(nowMs)
    assert.deepEqual(taken, [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000])
  })

  it('saves no more than one token', () => {
    let nowMs = 0
    const sampler = createSampler(undefined, () => nowMs)
    nowMs = 3_600_000
    assert.deepEqual([sampler.decide(undefined), sampler.decide(undefined)], [true, false])
  })

  it("obeys the caller's decision, and takes no token for it", () => {
    const sampler = createSampler(undefined, () => 0)
    assert.equal(sampler.decide(parent(false)), false)
    assert.equal(sampler.decide(parent(true)), true)
    assert.equal(sampler.decide(undefined), true)
  })

  it('takes a share instead of the rate where one is given', () => {
    const draws = [0.24, 0.25, 0.99]
    const sampler = createSampler(
      0.25,
      () => 0,
      () => draws.shift() ?? 0,
    )
    assert.deepEqual(
      [1, 2, 3].map(() => sampler.decide(undefined)),
      [true, false, false],
    )
    assert.equal(createSampler(1, () => 0).decide(parent(false)), false)
  })
})
