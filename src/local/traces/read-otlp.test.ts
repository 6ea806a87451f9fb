import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ZodError } from 'zod'
import { readOtlp } from './read-otlp.ts'

const SPAN = {
  traceId: '0AF7651916CD43DD8448EB211C80319C',
  spanId: 'B7AD6B7169203331',
  startTimeUnixNano: '1790000000000000999',
  endTimeUnixNano: '1790000000012500001',
}

function read(span: Record<string, unknown> = {}, resource: readonly unknown[] = []) {
  const resourceSpans = [{ resource: { attributes: resource }, scopeSpans: [{ spans: [{ ...SPAN, ...span }] }] }]
  const [collected] = readOtlp(JSON.stringify({ resourceSpans }))
  assert.ok(collected)
  return collected
}

const nameOf = (value: unknown) => read({}, [{ key: 'service.name', value }]).process.serviceName

// The expected values of this file are what Jaeger 1.76 answered (scripts/compare-jaeger.ts).

test('ids are lower case, and a duration is taken before it is cut to microseconds', () => {
  const { traceID, spanID, startTime, duration } = read().span
  assert.deepEqual([traceID, spanID], ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'])
  assert.deepEqual([startTime, duration], [1_790_000_000_000_000, 12_499])
  assert.equal(read({ endTimeUnixNano: 1 }).span.duration, 0)
})

test('a service without a name that is a text is named after what is wrong with it', () => {
  assert.equal(read().process.serviceName, 'missing-service-name')
  assert.equal(nameOf({ stringValue: '' }), 'empty-service-name')
  assert.equal(nameOf({ intValue: '7' }), 'service-name-wrong-type')
  assert.equal(nameOf({ stringValue: 'image-classifier' }), 'image-classifier')
})

test('every type of attribute has its tag', () => {
  const cases = [
    { value: { stringValue: 'x' }, type: 'string', expected: 'x' },
    { value: { boolValue: false }, type: 'bool', expected: false },
    { value: { intValue: '9007199254740991' }, type: 'int64', expected: 9_007_199_254_740_991 },
    { value: { intValue: '-9007199254740993' }, type: 'int64', expected: '-9007199254740993' },
    { value: { doubleValue: 0.5 }, type: 'float64', expected: 0.5 },
    { value: { bytesValue: 'AAE=' }, type: 'binary', expected: 'AAE=' },
    { value: {}, type: 'string', expected: '' },
    { value: undefined, type: 'string', expected: '' },
    {
      value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '9223372036854775807' }, {}] } },
      type: 'string',
      expected: '["a",9223372036854775807,null]',
    },
    {
      value: {
        kvlistValue: {
          values: [
            { key: 'z', value: { boolValue: true } },
            { key: 'a', value: { stringValue: '<&>' } },
          ],
        },
      },
      type: 'string',
      expected: '{"a":"\\u003c\\u0026\\u003e","z":true}',
    },
  ]
  for (const { value, type, expected } of cases)
    assert.deepEqual(read({ attributes: [{ key: 'k', value }] }).span.tags, [{ key: 'k', type, value: expected }])
})

test('an event is named by its own attribute, else by its name, else by nothing', () => {
  const own = [{ key: 'event', value: { stringValue: 'own' } }]
  const events = [
    { timeUnixNano: '1790000000001000500', name: 'exception' },
    { timeUnixNano: '1790000000001000500', name: 'x', attributes: own },
    { timeUnixNano: '1790000000001000500' },
  ]
  const logs = ['exception', 'own'].map((value) => [{ key: 'event', type: 'string', value }])
  assert.deepEqual(
    read({ events }).span.logs.map(({ fields }) => fields),
    [...logs, []],
  )
})

test('parent and links are references', () => {
  const parentSpanId = '00f067aa0ba902b7'
  const links = [{ traceId: '1'.repeat(32), spanId: '2'.repeat(16) }]
  assert.deepEqual(read({ parentSpanId, links }).span.references, [
    { refType: 'CHILD_OF', traceID: '0af7651916cd43dd8448eb211c80319c', spanID: parentSpanId },
    { refType: 'FOLLOWS_FROM', traceID: '1'.repeat(32), spanID: '2'.repeat(16) },
  ])
})

test('what is no request is refused', () => {
  assert.throws(() => readOtlp('{'), SyntaxError)
  for (const body of ['[]', 'null', '{"resourceSpans":{}}']) assert.throws(() => readOtlp(body), ZodError)
  for (const wrong of [{ traceId: '0'.repeat(32) }, { spanId: 'xyz' }, { startTimeUnixNano: -1 }, { kind: 'SERVER' }])
    assert.throws(() => read(wrong), ZodError)
  assert.deepEqual(readOtlp('{}'), [])
})
