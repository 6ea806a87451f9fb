import assert from 'node:assert/strict'
import { test } from 'node:test'
import { percentileRanks } from './percentile-ranks.ts'

// 10/.5 and 20/.5: the textbook sign-test ranks; 35/.5: the worked example of real-statistics.com; the rest: scipy 1.17.
const rows: { n: number; ratio: number; lower: number | null; upper: number | null }[] = [
  { n: 10, ratio: 0.5, lower: 2, upper: 9 },
  { n: 20, ratio: 0.5, lower: 6, upper: 15 },
  { n: 35, ratio: 0.5, lower: 12, upper: 24 },
  { n: 100, ratio: 0.95, lower: 90, upper: 100 },
  { n: 1000, ratio: 0.95, lower: 936, upper: 964 },
  { n: 368, ratio: 0.99, lower: 360, upper: 368 },
  { n: 500, ratio: 0.99, lower: 490, upper: 500 },
  { n: 1000, ratio: 0.99, lower: 983, upper: 997 },
  { n: 10_000, ratio: 0.99, lower: 9880, upper: 9920 },
  { n: 100_000, ratio: 0.99, lower: 98_938, upper: 99_062 },
  { n: 100, ratio: 0.99, lower: 97, upper: null },
]

for (const { n, ratio, lower, upper } of rows) {
  test(`of ${n} the ${ratio} percentile lies between rank ${lower} and ${upper ?? 'infinity'}`, () => {
    assert.deepEqual(percentileRanks(n, ratio, 0.95), { lower, upper })
  })
}
