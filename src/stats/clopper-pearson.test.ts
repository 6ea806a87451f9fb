import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clopperPearson } from './clopper-pearson.ts'

// 81/263 to 1/29: Newcombe, Statistics in Medicine 17 (1998), table I; the rest: statsmodels 0.15, method "beta".
const rows: { k: number; n: number; lower: number; upper: number; digits: number }[] = [
  { k: 81, n: 263, lower: 0.2527, upper: 0.3676, digits: 5e-5 },
  { k: 15, n: 148, lower: 0.0578, upper: 0.1617, digits: 5e-5 },
  { k: 0, n: 20, lower: 0, upper: 0.1684, digits: 5e-5 },
  { k: 1, n: 29, lower: 0.0009, upper: 0.1776, digits: 5e-5 },
  { k: 3, n: 1000, lower: 0.0006190999316, upper: 0.008742023238, digits: 1e-12 },
  { k: 10, n: 1000, lower: 0.004805510691, upper: 0.01831324306, digits: 1e-11 },
  { k: 120, n: 100_000, lower: 0.0009950163372, upper: 0.001434737284, digits: 1e-12 },
]

for (const row of rows) {
  test(`the 95 % interval of ${row.k} in ${row.n} is [${row.lower}, ${row.upper}]`, () => {
    const [lower, upper] = clopperPearson(row.k, row.n, 0.95)
    assert.ok(Math.abs(lower - row.lower) <= row.digits, `${lower}`)
    assert.ok(Math.abs(upper - row.upper) <= row.digits, `${upper}`)
  })
}

test('all of all reaches up to one', () => {
  assert.equal(clopperPearson(20, 20, 0.95)[1], 1)
})
