import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lowerTail } from './binomial.ts'
import { smallestSample } from './sample-size.ts'

// The one-sided sizes for no failure at all: ceil(ln(0.05) / ln(1 - limit)), Wilks 1941.
for (const { limit, n } of [
  { limit: 0.1, n: 29 },
  { limit: 0.05, n: 59 },
  { limit: 0.01, n: 299 },
  { limit: 0.005, n: 598 },
  { limit: 0.001, n: 2995 },
]) {
  test(`no failure in ${n} proves less than ${limit}`, () => {
    assert.equal(
      smallestSample((size) => lowerTail(0, size, limit) <= 0.05),
      n,
    )
  })
}

test('what no size decides has none', () => {
  assert.equal(
    smallestSample(() => false),
    null,
  )
})
