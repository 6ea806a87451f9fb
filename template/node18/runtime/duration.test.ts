import assert from 'node:assert/strict'
import { it } from 'node:test'
import { parseDuration } from './duration.ts'

const CASES = [
  { text: '1m30s', ms: 90_000 },
  { text: '10', ms: 10_000 },
  { text: '500ms', ms: 500 },
  { text: '1.5h', ms: 5_400_000 },
  { text: '0', ms: 0 },
  { text: '', ms: undefined },
  { text: '10 s', ms: undefined },
  { text: '-1s', ms: undefined },
  { text: '5s later', ms: undefined },
]
for (const { text, ms } of CASES) {
  it(`reads ${JSON.stringify(text)} as ${ms} ms`, () => assert.equal(parseDuration(text), ms))
}
