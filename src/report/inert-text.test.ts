import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOSTILE_TEXTS } from '../../test/golden/cases.ts'
import { clip, inertBlock, inertCode, inertHtml, inertProse, visibleText } from './inert-text.ts'

/** What a renderer still acts upon once code spans, as CommonMark reads them, are taken out. */
function outsideCode(markdown: string): string {
  let rest = markdown
  let outside = ''
  for (let open = /`+/.exec(rest); open !== null; open = /`+/.exec(rest)) {
    outside += rest.slice(0, open.index)
    const after = rest.slice(open.index + open[0].length)
    const close = new RegExp(`(?<!\`)${open[0]}(?!\`)`).exec(after)
    if (close === null) return `${outside}UNCLOSED ${after}`
    rest = after.slice(close.index + open[0].length)
  }
  return outside + rest
}

const ACTIVE = /[@#<>[\]*_~`\\|$\n]|UNCLOSED|https?:|www\.|--|\bGH-|[0-9a-f]{7}|&(?!#124;)|:\w+:|[\p{Cc}\p{Cf}\p{Cs}]/u

for (const text of HOSTILE_TEXTS) {
  test(`${JSON.stringify(text)} is inert in a sentence, in code and in a table cell`, () => {
    for (const inert of [inertProse(text), inertCode(text), inertProse(`class "${text}", (${text}).`)]) {
      assert.doesNotMatch(outsideCode(inert).replaceAll('&#124;', ''), ACTIVE)
      assert.doesNotMatch(inert, /[|\p{Cc}\p{Cf}]/u)
    }
  })

  test(`${JSON.stringify(text)} is inert in HTML and in a code block`, () => {
    assert.match(inertHtml(text), /^<code>(?:[\p{L}\p{N} ]|&#\d+;)*<\/code>$/u)
    const lines = inertBlock(text, 'logql').split('\n')
    const fence = /^`+/.exec(lines[0] ?? '')?.[0] ?? ''
    assert.equal(lines.at(-1), fence)
    assert.ok(fence.length >= 3 && lines.slice(1, -1).every((line) => !line.includes(fence)))
    assert.doesNotMatch(lines.join(''), /[\p{Cc}\p{Cf}]/u)
  })
}

test('plain words, numbers, versions, times and names stay as they are', () => {
  const text =
    'needs 598 requests, has 400: p99 of "image-classifier" v1.2.1 is 171.3 ms (2.6 %) at 14:05 on 2026-11-21.'
  assert.equal(inertProse(text), text)
})

test('a mention in a sentence becomes code', () => {
  assert.equal(inertProse('class @admin is rare'), 'class `@admin` is rare')
})

test('words that can name a commit become code', () => {
  assert.equal(inertProse('since 3f2a1c9 and defaced'), 'since `3f2a1c9` and `defaced`')
})

test('a pipe stands between two code spans', () => {
  assert.equal(inertCode('a|b'), '`a`&#124;`b`')
})

test('a code span that begins with a backtick is padded and fenced longer', () => {
  assert.equal(inertCode('`x``'), '``` `x`` ```')
})

test('control, bidirectional and zero-width characters and line breaks go', () => {
  assert.equal(visibleText('a\u202eb\nc\u200bd\u0007'), 'ab cd')
})

test('clipping keeps a text at its limit and cuts one past it', () => {
  assert.equal(clip('four', 4), 'four')
  assert.equal(clip('fives', 4), 'fiv…')
})
