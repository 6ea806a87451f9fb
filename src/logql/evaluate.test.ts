import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluateInstant, evaluateRange } from './evaluate.ts'
import { memorySource } from './memory-source.ts'

const SECOND = 1_000_000_000n
const END = 1_700_000_000n * SECOND

function source(lines: readonly string[], labels: Record<string, string> = { app: 'till' }) {
  return memorySource([{ labels, entries: lines.map((line, index) => ({ timestampNs: END - BigInt(index), line })) }])
}

const ORDERS = source([
  '{"kind":"sale","price":12.5,"shop":"north"}',
  '{"kind":"sale","price":1e2,"shop":"south"}',
  '{"kind":"sale","price":"free","shop":"south"}',
  '{"kind":"refund","price":3}',
  '{"kind":"sale","price":7,"shop":"north"',
  'opened at nine',
  '{"kind":"sale","price":null,"kind":"second"}',
  '{"kind":"sale","price":4} and more',
  '{"code":205}',
  '{"code":500}',
])

const answers: { query: string; expected: [Record<string, string>, number][] }[] = [
  { query: 'sum(count_over_time({app="till"}[1h]))', expected: [[{}, 10]] },
  { query: 'sum(count_over_time({app="till"} | json [1h]))', expected: [[{}, 10]] },
  { query: 'sum(count_over_time({app="till"} | json k="kind" | k="sale" | __error__="" [1h]))', expected: [[{}, 6]] },
  {
    query: 'sum by (k) (count_over_time({app="till"} | json k="kind" | __error__="" [1h]))',
    expected: [
      [{ k: '' }, 2],
      [{ k: 'refund' }, 1],
      [{ k: 'sale' }, 6],
    ],
  },
  {
    query: 'sum by (__error__) (count_over_time({app="till"} | json [1h]))',
    expected: [
      [{}, 8],
      [{ __error__: 'JSONParserErr' }, 2],
    ],
  },
  {
    query: 'sum by (__error__) (count_over_time({app="till"} | json k="kind" [1h]))',
    expected: [
      [{}, 9],
      [{ __error__: 'JSONParserErr' }, 1],
    ],
  },
  {
    query: 'sum(count_over_time({app="till"} | json p="price" | p != "" | p >= 7 | __error__="" [1h]))',
    expected: [[{}, 3]],
  },
  {
    query: 'quantile_over_time(0.5, {app="till"} | json p="price" | unwrap p | __error__="" [1h]) by ()',
    expected: [[{}, 7]],
  },
  { query: 'sum(rate({app="till"} |= "sale" [1m])) * 60', expected: [[{}, 6]] },
  { query: 'sum(count_over_time({app="till"} != "sale" or "code" [1h]))', expected: [[{}, 2]] },
  { query: 'sum(count_over_time({app="till"}[1h])) / 0', expected: [[{}, Number.NaN]] },
  { query: 'sum(count_over_time({app="other"}[1h]))', expected: [] },
  { query: '2 ^ 3 ^ 2 + 1 * 4', expected: [[{}, 516]] },
]

for (const { query, expected } of answers) {
  test(`${query} is answered as Loki answers it`, () => {
    const samples = evaluateInstant(query, END, ORDERS)
    assert.deepEqual(
      samples.map(({ labels, value }) => [{ ...labels }, value]),
      expected,
    )
  })
}

test('a label filter of the shape 5.* contains a 5, and only an explicit anchor binds it to the start', () => {
  const count = (regex: string) =>
    evaluateInstant(
      `sum(count_over_time({app="till"} | json c="code" | c=~"${regex}" | __error__="" [1h]))`,
      END,
      ORDERS,
    )
  assert.equal(count('5.*')[0]?.value, 2)
  assert.equal(count('^(?:5.*)$')[0]?.value, 1)
})

const refusals: { query: string; message: string }[] = [
  {
    query: '{app="till"}',
    message: 'log queries are not supported as an instant query type, please change your query to a range query type',
  },
  { query: 'sum(', message: 'parse error at line 1, col 5: syntax error: unexpected $end' },
  {
    query: 'sum_over_time({app="till"}[1h])',
    message: 'parse error : invalid aggregation sum_over_time without unwrap',
  },
  {
    query: 'sum_over_time({app="till"} | unwrap p [1h]) by (shop)',
    message: 'parse error : grouping not allowed for sum_over_time aggregation',
  },
  {
    query: 'quantile_over_time({app="till"} | unwrap p [1h])',
    message: 'parse error : parameter required for operation quantile_over_time',
  },
  {
    query: 'topk(2, rate({app="till"}[1h]))',
    message: 'unsupported by the embedded log store: topk (use a real Loki)',
  },
  {
    query: 'rate({app="till"} | logfmt [1h])',
    message: 'unsupported by the embedded log store: | logfmt (use a real Loki)',
  },
  {
    query: 'rate({app=~".*"}[1h])',
    message:
      'parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value. For instance, app=~".*" does not meet this requirement, but app=~".+" will',
  },
]

for (const { query, message } of refusals) {
  test(`${query} is refused in a sentence`, () => {
    assert.throws(() => evaluateInstant(query, END, ORDERS), { name: 'QueryError', message })
  })
}

test('an error that no filter removed ends the query and names the series', () => {
  assert.throws(() => evaluateInstant('count_over_time({app="till"} | json k="kind" [1h])', END, ORDERS), {
    message:
      'pipeline error: \'JSONParserErr\' for series: \'{__error__="JSONParserErr", app="till"}\'.\n' +
      'Use a label filter to intentionally skip this error. (e.g | __error__!="JSONParserErr").\n' +
      'To skip all potential errors you can match empty errors.(e.g __error__="")\n' +
      'The label filter can also be specified after unwrap. (e.g | unwrap latency | __error__="" )\n',
  })
})

test('more than 500 series are refused, 500 are not', () => {
  const lines = Array.from({ length: 501 }, (_, index) => `{"id":${index}}`)
  const query = 'sum by (id) (count_over_time({app="till"} | json id [1h]))'
  assert.equal(evaluateInstant(query, END, source(lines.slice(1))).length, 500)
  assert.throws(
    () => evaluateInstant(query, END, source(lines)),
    /^QueryError: maximum number of series \(500\) reached/,
  )
})

test('a window leaves out its beginning and takes in its end, to the nanosecond', () => {
  const times = [END - 60n * SECOND, END - 60n * SECOND + 1n, END, END + 1n]
  const edges = memorySource([
    { labels: { app: 'till' }, entries: times.map((timestampNs) => ({ timestampNs, line: 'x' })) },
  ])
  assert.equal(evaluateInstant('sum(count_over_time({app="till"}[1m]))', END, edges)[0]?.value, 2)
})

test('a range query has one point for each step that has lines', () => {
  const entries = [0n, 10n, 130n].map((second) => ({ timestampNs: END + second * SECOND, line: 'x' }))
  const steps = memorySource([{ labels: { app: 'till' }, entries }])
  const minute = 60n * SECOND
  assert.deepEqual(evaluateRange('sum(count_over_time({app="till"}[1m]))', END, END + 3n * minute, minute, steps), [
    {
      labels: {},
      points: [
        [END, 1],
        [END + minute, 1],
        [END + 3n * minute, 1],
      ],
    },
  ])
})

test('equal entries of a stream are one; another line or other metadata at the same time is another', () => {
  const entry = { timestampNs: END, line: 'x' }
  const entries = [entry, { ...entry }, { ...entry, line: 'y' }, { ...entry, metadata: { pod: 'a' } }]
  const doubled = memorySource([
    { labels: { app: 'till' }, entries },
    { labels: { app: 'till' }, entries },
  ])
  assert.equal(evaluateInstant('sum(count_over_time({app="till"}[1h]))', END, doubled)[0]?.value, 3)
})
