import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCatalogue } from '../catalogue/read-catalogue.ts'
import type { Contract } from '../contract/contract.ts'
import { latencyBelow, type Objective, POPULATION_OF, statusLessThan } from '../contract/objective.ts'
import { windowEndingAt } from '../contract/window.ts'
import { gatherFacts } from './gather.ts'
import { logLines } from './lines.ts'
import type { LogQueries } from './log-queries.ts'

const END_NS = 1_800_000_000_000_000_000n
const DAY_SECONDS = 86_400
const catalogue = readCatalogue('telemetry.yaml')
const inSeconds = {
  ...catalogue,
  fields: { ...catalogue.fields, latency_ms: { type: 'number', unit: 's', means: 'seconds' } },
} as const

function contractOn(objective: Objective, seconds = 3600): Contract {
  return {
    id: 'c',
    location: { uri: 'a.feature', line: 7, column: 5 },
    feature: 'F',
    scenario: 'S',
    promise: 'P',
    source: 'http://loki:3100',
    functionName: 'fn',
    namespace: 'ns',
    window: { text: `${seconds} seconds`, seconds },
    modelVersion: 'v1',
    population: POPULATION_OF[objective.kind],
    objective,
  }
}

function linesOf(entries: readonly object[], functionName = 'fn'): LogQueries {
  const stream = { namespace: 'ns', function_name: functionName }
  return logLines(
    entries.map((entry, i) => ({
      stream,
      ts: String(END_NS - BigInt(i + 1) * 30_000_000_000n),
      line: JSON.stringify(entry),
    })),
  )
}

const gather = (contract: Contract, source: LogQueries, of = catalogue) =>
  gatherFacts(contract, of, source, windowEndingAt(END_NS, contract.window.seconds))

const request = (more: object = {}) => ({
  event: 'inference_request',
  model_version: 'v1',
  status_code: 200,
  latency_ms: 50,
  ...more,
})
const latency = latencyBelow(99, 150, 'ms')
const errors = statusLessThan('5xx', 1)

test('a window of 30 days is asked in parts of at most 11,000 minutes, which are all of it', async () => {
  const asked: [bigint, bigint][] = []
  const source: LogQueries = {
    instant: async () => [],
    range: async (query, startNs, endNs, stepNs) => {
      assert.ok((endNs - startNs) / stepNs < 11_000n)
      if (!query.includes('5[0-9]')) asked.push([startNs, endNs])
      return [{ labels: {}, points: [[endNs, 1]] }]
    },
  }
  const { buckets } = await gather(contractOn(errors, 30 * DAY_SECONDS), source)
  assert.equal(buckets.length, 30 * 1440)
  assert.equal(
    buckets.reduce((sum, { n }) => sum + n, 0),
    asked.length,
  )
  for (const [i, [startNs]] of asked.slice(1).entries()) assert.equal(startNs - (asked[i]?.[1] ?? 0n), 60_000_000_000n)
})

test('the ends of the percentile are order statistics of the sample, in ms whatever the unit of the log', async () => {
  const entries = Array.from({ length: 1000 }, (_, i) => request({ latency_ms: i + 1 }))
  const { percentile } = await gather(contractOn(latency, DAY_SECONDS), linesOf(entries))
  assert.deepEqual([percentile?.lower, percentile?.upper], [983, 997])
  const seconds = await gather(contractOn(latency, DAY_SECONDS), linesOf(entries), inSeconds)
  assert.deepEqual([seconds.percentile?.lower, seconds.percentile?.upper], [983_000, 997_000])
  assert.equal(seconds.k, 1000)
})

test('one request has a percentile with one end', async () => {
  const { n, percentile } = await gather(contractOn(latency), linesOf([request()]))
  assert.deepEqual([n, percentile], [1, { value: 50, lower: 50, upper: null }])
})

test('a store without an answer to the percentile leaves it unmeasured', async () => {
  const lines = linesOf([request()])
  const source: LogQueries = {
    ...lines,
    instant: async (query, ns) => (query.includes('quantile') ? [] : lines.instant(query, ns)),
  }
  assert.equal((await gather(contractOn(latency), source)).percentile, null)
})

test('404 and 405 are no requests, a line without an event counts by its status', async () => {
  const entries = [404, 405, 500].map((status_code) => request({ event: 'request_refused', status_code }))
  const { n, k } = await gather(contractOn(errors), linesOf([...entries, request({ event: undefined })]))
  assert.deepEqual([n, k], [2, 1])
})

test('a version is taken for itself, not as a pattern', async () => {
  const { n, seen } = await gather({ ...contractOn(errors), modelVersion: 'v.' }, linesOf([request()]))
  assert.deepEqual([n, seen], [0, { kind: 'versions', names: ['v1'] }])
})

test('no line names the functions that log', async () => {
  const { seen } = await gather(contractOn(errors), linesOf([request()], 'other'))
  assert.deepEqual(seen, { kind: 'functions', names: ['other'] })
})

test('a latency that no number holds is a field that is lacking, not an error of the query', async () => {
  const lines = logLines(
    ['50', '1e999'].map((latency, i) => ({
      stream: { namespace: 'ns', function_name: 'fn' },
      ts: String(END_NS - BigInt(i)),
      line: JSON.stringify(request()).replace('50', latency),
    })),
  )
  const facts = await gather(contractOn(latency), lines)
  assert.deepEqual([facts.n, facts.lines.lacking_field], [1, 1])
})
