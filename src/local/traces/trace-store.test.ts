import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CollectedSpan } from './jaeger-trace.ts'
import { TraceStore } from './trace-store.ts'

function span(traceID: string, spanID = '1', serviceName = 'a', operationName = 'POST /'): CollectedSpan {
  const times = { startTime: 0, duration: 1 }
  return {
    span: { traceID, spanID, operationName, references: [], ...times, tags: [], logs: [] },
    process: { serviceName, tags: [] },
  }
}

const SIZE = Buffer.byteLength(JSON.stringify(span('1')))

function fill(maxBytes: number, spans: readonly CollectedSpan[]) {
  const evictions: number[] = []
  const store = new TraceStore(maxBytes, (evicted) => evictions.push(evicted))
  for (const one of spans) store.add(one)
  return { store, evictions, held: ['1', '2', '3'].filter((id) => store.find(id) !== undefined) }
}

test('what fits to the byte is held, and one byte less drops the oldest', () => {
  assert.deepEqual(fill(2 * SIZE, [span('1'), span('2')]).held, ['1', '2'])
  const { held, evictions } = fill(2 * SIZE - 1, [span('1'), span('2')])
  assert.deepEqual([held, evictions], [['2'], [1]])
})

test('age is that of the first span, and a trace is dropped whole', () => {
  const { held } = fill(3 * SIZE, [span('1', '1'), span('2'), span('1', '2'), span('3')])
  assert.deepEqual(held, ['2', '3'])
})

test('a trace that is larger than the store is dropped with what was before it, and room is found again', () => {
  const { store, held, evictions } = fill(SIZE, [span('1'), span('2', '1', 'a', 'x'.repeat(1000))])
  assert.deepEqual([held, evictions], [[], [1, 2]])
  store.add(span('3'))
  assert.equal(store.find('3')?.spans.length, 1)
})

test('a span that is sent again takes the room of the one before', () => {
  const { store, evictions } = fill(SIZE, [span('1'), span('1'), span('1')])
  assert.deepEqual([store.find('1')?.spans.length, evictions], [1, []])
})

test('services are told once each, sorted, and a process once a trace', () => {
  const { store } = fill(10 * SIZE, [span('1', '1', 'b'), span('1', '2', 'b'), span('1', '3', 'a')])
  assert.deepEqual(store.serviceNames(), ['a', 'b'])
  assert.deepEqual(
    store.find('1')?.spans.map(({ processID }) => processID),
    ['p1', 'p1', 'p2'],
  )
})
