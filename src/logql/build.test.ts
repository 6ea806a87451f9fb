import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as build from './build.ts'
import { evaluateInstant } from './evaluate.ts'
import { memorySource } from './memory-source.ts'

const HOSTILE = [
  'plain',
  'a "quoted" one',
  'back\\slash',
  'line\nbreak',
  '", other="x',
  '`tick`',
  'ünïcode ☕',
  '\u0000\u0007',
]

for (const value of HOSTILE) {
  test(`the value ${JSON.stringify(value)} is found by what was built for it and by nothing else`, () => {
    const source = memorySource([
      { labels: { app: value }, entries: [{ timestampNs: 1n, line: JSON.stringify({ class: value }) }] },
      { labels: { app: 'other' }, entries: [{ timestampNs: 1n, line: JSON.stringify({ class: value }) }] },
    ])
    const pipeline = [build.selector({ app: value }), build.json(['class'])]
    const count = (filter: string) =>
      evaluateInstant(build.count([...pipeline, build.where(filter)], 60), 2n, source)[0]?.value ?? 0
    assert.equal(count(build.equals('class', value)), 1)
    assert.equal(count(build.oneOf('class', [value, 'another'])), 1)
    assert.equal(count(build.noneOf('class', [value, 'another'])), 0)
    assert.equal(count(build.differs('class', value)), 0)
  })
}

test('a pattern matches the whole value, though Loki anchors not every one', () => {
  assert.equal(build.matches('status', '5.*'), 'status=~"^(?:5.*)$"')
})

test('one value is an equality, several are a pattern of literals', () => {
  assert.equal(build.oneOf('event', ['a']), 'event="a"')
  assert.equal(build.oneOf('event', ['a.b', '']), 'event=~"^(?:a\\\\.b|)$"')
})

test('a nested field becomes a label of its own', () => {
  assert.equal(build.json(['event', 'http.status', 'event']), '| json event="event", http_status="http.status"')
  assert.equal(build.atLeast('http.status', 500), 'http_status >= 500')
})

test('a window is written in its largest whole unit', () => {
  assert.deepEqual([3600, 5400, 90, 604_800].map(build.duration), ['1h', '90m', '90s', '168h'])
})

test('a number is written without an exponent', () => {
  assert.equal(build.atLeast('x', 1e-7), 'x >= 0.0000001')
  assert.match(build.quantile(0.99, ['{a="b"}'], 'x', 60), /^quantile_over_time\(0\.99, /)
})
