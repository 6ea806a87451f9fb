import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseGoDuration } from './go-duration.ts'

const durations = [
  { text: '1m30s', ms: 90_000 },
  { text: '1.5h', ms: 5_400_000 },
  { text: '250ms', ms: 250 },
  { text: '15', ms: 15_000 },
  { text: '0', ms: 0 },
  { text: '', ms: undefined },
  { text: '10 s', ms: undefined },
  { text: '-1s', ms: undefined },
  { text: '1d', ms: undefined },
]
for (const { text, ms } of durations)
  test(`"${text}" is ${ms === undefined ? 'no duration' : `${ms} ms`}`, () => assert.equal(parseGoDuration(text), ms))
