import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RE2JS } from 're2js'
import { compileLabelRegex } from './line-filter.ts'
import { compileRegex } from './regex.ts'
import { nativeRegex } from './regex-native.ts'
import { parseRegex } from './regex-tree.ts'

const PATTERNS = [
  '^\\d{4}/\\d\\d ',
  '^(?:-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)$',
  '(?i)kiss|[^a-c]x',
  '\\bfoo\\b',
  '^a.*b$',
  '(?s)a.b',
  'a{2,3}?$',
  '(a|b)?c',
  '[\\p{Greek}]',
]
const TEXTS = [
  '2024/04 x',
  '-12.5e+3',
  '1e',
  '.5',
  'KISS',
  '\u212ai\u017fs',
  'dx',
  'a foo b',
  'afoob',
  'a\nb',
  'aab',
  'aaa\n',
  'bc',
  'é',
  'γ',
  '',
]

for (const pattern of PATTERNS) {
  test(`${pattern} means the same to V8 as to RE2`, () => {
    const re2 = RE2JS.compile(pattern)
    for (const text of TEXTS) assert.equal(compileRegex(pattern)(text), re2.test(text), JSON.stringify(text))
  })
}

test('a pattern that could backtrack for long stays with RE2', () => {
  for (const pattern of ['(a*)*b', 'a*b', '^a*a*a*a*b', '^(?:a?){12}b']) {
    assert.equal(nativeRegex(parseRegex(pattern)), undefined, pattern)
  }
  assert.equal(nativeRegex(parseRegex('^a+b'))?.maxLength, 128)
})

// Seen with real Loki 3.7.6.
const labelRegexes: { pattern: string; accepts: string[]; rejects: string[] }[] = [
  { pattern: '5.*', accepts: ['500', '205'], rejects: ['200'] },
  { pattern: '(?i)x.*', accepts: ['aX'], rejects: ['a'] },
  { pattern: '5.+', accepts: ['50'], rejects: ['205', '5'] },
  { pattern: '200|404', accepts: ['200'], rejects: ['2004'] },
  { pattern: '^5.*', accepts: ['500'], rejects: ['205'] },
  { pattern: '200|.*', accepts: ['200'], rejects: ['404'] },
]
for (const { pattern, accepts, rejects } of labelRegexes) {
  test(`the label filter =~"${pattern}" takes ${accepts} and leaves ${rejects}`, () => {
    const matches = compileLabelRegex(pattern)
    assert.deepEqual([...accepts, ...rejects].filter(matches), accepts)
  })
}
