import assert from 'node:assert/strict'
import { test } from 'node:test'
import { streamMatcher } from './match.ts'
import type { Matcher } from './source.ts'

const cases: { matcher: Matcher; accepts: boolean }[] = [
  { matcher: { label: 'app', operator: '=~', value: 'sh.p' }, accepts: true },
  { matcher: { label: 'app', operator: '=~', value: 'sh' }, accepts: false },
  { matcher: { label: 'app', operator: '!~', value: 'sh|op' }, accepts: true },
  { matcher: { label: 'app', operator: '!=', value: 'shop' }, accepts: false },
  { matcher: { label: 'zone', operator: '=', value: '' }, accepts: true },
  { matcher: { label: 'constructor', operator: '!=', value: '' }, accepts: false },
]
for (const { matcher, accepts } of cases) {
  test(`${matcher.label}${matcher.operator}"${matcher.value}" ${accepts ? 'takes' : 'leaves'} a stream of the shop`, () =>
    assert.equal(streamMatcher([matcher])({ app: 'shop' }), accepts))
}
