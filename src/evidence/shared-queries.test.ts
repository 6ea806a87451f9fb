import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shareQueries } from './shared-queries.ts'

test('the same question at the same time is asked once, another time is another question', async () => {
  const asked: string[] = []
  const shared = shareQueries({
    instant: async (query, timeNs) => {
      asked.push(`${query}@${timeNs}`)
      return []
    },
    range: async () => [],
  })
  await Promise.all([
    shared.instant('a', 1n),
    shared.instant('a', 1n),
    shared.instant('a', 2n),
    shared.instant('b', 1n),
  ])
  assert.deepEqual(asked, ['a@1', 'a@2', 'b@1'])
})

test('only four questions are under way at once', async () => {
  let underWay = 0
  let most = 0
  const shared = shareQueries({
    instant: async () => {
      most = Math.max(most, ++underWay)
      await new Promise(setImmediate)
      underWay -= 1
      return []
    },
    range: async () => [],
  })
  await Promise.all(Array.from({ length: 20 }, (_, i) => shared.instant(String(i), 1n)))
  assert.equal(most, 4)
})
