import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDuration } from './duration.ts'

for (const { input, seconds } of [
  { input: '1 hour', seconds: 3600 },
  { input: '30 minutes', seconds: 1800 },
  { input: '45 seconds', seconds: 45 },
  { input: '7 days', seconds: 604_800 },
  { input: '1 week', seconds: 604_800 },
  { input: '30 days', seconds: 2_592_000 },
]) {
  test(`"${input}" is ${seconds} seconds`, () => {
    assert.deepEqual(parseDuration(input), { text: input, seconds })
  })
}

for (const input of ['1 fortnight', 'hour', '0 hours', '-1 hour', '1.5 hours', '1h', '']) {
  test(`"${input}" is refused by name`, () => {
    assert.throws(() => parseDuration(input), {
      message: `Expected a duration such as "1 hour", "30 minutes" or "7 days" but received "${input}"`,
    })
  })
}

test('more than 30 days is refused', () => {
  assert.throws(() => parseDuration('31 days'), {
    message: 'Expected a duration of at most 30 days but received "31 days"',
  })
})
