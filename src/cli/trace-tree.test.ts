import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Span } from '../client/trace-client.ts'
import { formatDuration, formatTrace } from './trace-tree.ts'

function span(spanID: string, parent: string, startTime: number, duration: number, processID = 'a'): Span {
  const references = parent === '' ? [] : [{ refType: 'CHILD_OF', traceID: 't', spanID: parent }]
  return { spanID, operationName: `span ${spanID}`, references, startTime, duration, tags: [], logs: [], processID }
}

function print(...spans: Span[]): string[] {
  const processes = { a: { serviceName: 'fusion' }, b: { serviceName: 'detector' } }
  return formatTrace({ traceID: 't', spans, processes }, (_, text) => text).split('\n')
}

/** The tree alone: what stands left of durations and bars, and every other line as it is. */
const tree = (...spans: Span[]) =>
  print(...spans)
    .slice(1, -1)
    .map((line) => line.replace(/ +[\d.]+ m?s \|.*/, ''))

test('a call into another service is below the span that made it', () => {
  assert.deepEqual(tree(span('3', '2', 20, 5, 'b'), span('2', '1', 10, 20), span('1', '', 0, 100)), [
    'fusion: span 1',
    '  fusion: span 2',
    '    detector: span 3',
  ])
})

test('siblings are in the order of their start, then of their ids', () => {
  const siblings = [span('4', '1', 20, 1), span('3', '1', 10, 1), span('2', '1', 10, 1)]
  assert.deepEqual(tree(...siblings, span('1', '', 0, 100)), [
    'fusion: span 1',
    '  fusion: span 2',
    '  fusion: span 3',
    '  fusion: span 4',
  ])
})

test('what has lost its parent is told apart, with what is below it', () => {
  assert.deepEqual(tree(span('1', '', 0, 100), span('8', '9', 5, 50), span('7', '8', 6, 5)), [
    'fusion: span 1',
    'missing parent',
    '  fusion: span 8',
    '    fusion: span 7',
  ])
})

test('parents in a ring end, and every span is told once', () => {
  assert.deepEqual(tree(span('1', '3', 0, 9), span('2', '1', 1, 8), span('3', '2', 2, 7), span('4', '4', 3, 1)), [
    'missing parent',
    '  fusion: span 1',
    '    fusion: span 2',
    '      fusion: span 3',
    '  fusion: span 4',
  ])
})

test('10000 spans in a chain are told', () => {
  const chain = Array.from({ length: 10_000 }, (_, n) => span(`${n}`, n === 0 ? '' : `${n - 1}`, 0, 1))
  assert.equal(tree(...chain).length, 10_000)
})

test('skew is told from more than a microsecond on, at both ends', () => {
  const parent = span('1', '', 10_000, 5000)
  const cases = [
    { child: span('2', '1', 9999, 5002), expected: [] },
    { child: span('2', '1', 9000, 1000), expected: ['    starts 1.00 ms before its parent'] },
    { child: span('2', '1', 11_000, 6500), expected: ['    ends 2.50 ms after its parent'] },
    {
      child: span('2', '1', 9000, 10_000),
      expected: ['    starts 1.00 ms before its parent', '    ends 4.00 ms after its parent'],
    },
  ]
  for (const { child, expected } of cases)
    assert.deepEqual(tree(parent, child), ['fusion: span 1', '  fusion: span 2', ...expected])
})

test('bars lie within the trace, and none is empty', () => {
  const lines = print(span('1', '', 0, 3000), span('2', '1', 1500, 0), span('3', '1', 3000, 0))
  assert.deepEqual(
    lines.slice(1, -1).map((line) => line.slice(line.indexOf('|'))),
    [`|${'='.repeat(30)}|`, `|${' '.repeat(15)}=${' '.repeat(14)}|`, `|${' '.repeat(29)}=|`],
  )
})

test('tags are sorted, an error is marked, and text of strangers is inert and short', () => {
  const tags = [
    { key: 'z', value: 1 },
    { key: 'error', value: true },
    { key: 'a', value: `\u001b[31m${'x'.repeat(300)}\n` },
  ]
  const [, row, ...told] = print({ ...span('1', '', 0, 1), tags })
  assert.match(row ?? '', /\| ERROR$/)
  assert.deepEqual(told, [`  a=[31m${'x'.repeat(195)}…`, '  error=true', '  z=1', ''])
})

test('a duration is in milliseconds, from a second on in seconds', () => {
  assert.deepEqual([0, 12_500, 999_999, 1_000_000].map(formatDuration), ['0.00 ms', '12.50 ms', '1000.00 ms', '1.00 s'])
})
