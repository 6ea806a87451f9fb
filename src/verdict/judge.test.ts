import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Contract } from '../contract/contract.ts'
import { classBetween, latencyBelow, type Objective, POPULATION_OF, statusLessThan } from '../contract/objective.ts'
import { windowEndingAt } from '../contract/window.ts'
import type { Facts } from './facts.ts'
import { judge } from './judge.ts'

const MINUTES = 60
const window = windowEndingAt(1_800_000_000_000_000_000n, MINUTES * 60)

function contractOn(objective: Objective): Contract {
  return {
    id: 'c',
    location: { uri: 'a.feature', line: 7, column: 5 },
    feature: 'F',
    scenario: 'S',
    promise: 'P',
    source: 'http://loki:3100',
    functionName: 'fn',
    namespace: 'ns',
    window: { text: '1 hour', seconds: 3600 },
    modelVersion: 'v1',
    population: POPULATION_OF[objective.kind],
    objective,
  }
}

/** Requests spread evenly over the last `minutes` of the hour. */
function factsOf(n: number, k: number, change: Partial<Facts> = {}, minutes = MINUTES): Facts {
  const buckets = Array.from({ length: MINUTES }, (_, i) =>
    i < MINUTES - minutes ? { n: 0, k: 0 } : { n: n / minutes, k: k / minutes },
  )
  const lines = { considered: n, ignored: 0, unparsable: 0, lacking_field: 0 }
  return { window, lines, candidates: n, n, k, buckets, percentile: null, seen: null, queries: [], ...change }
}

const errors = contractOn(statusLessThan('5xx', 0.5))
const latency = contractOn(latencyBelow(99, 150, 'ms'))
const share = contractOn(classBetween('golden retriever', 5, 15))

const rows: { name: string; contract: Contract; facts: Facts; verdict: string; reason: string }[] = [
  {
    name: 'no failure in 598 requests proves less than 0.5 percent',
    contract: errors,
    facts: factsOf(598, 0),
    verdict: 'PASS',
    reason: '0 of 598 requests (0 %) were answered 5xx and less than 0.5 % is promised: proven at 95 %',
  },
  {
    name: 'one request less does not, and says when there will be enough',
    contract: errors,
    facts: factsOf(400, 0, {}, 10),
    verdict: 'UNDECIDED',
    reason:
      '0 of 400 requests (0 %) were answered 5xx and less than 0.5 % is promised: no proof either way; needs 598 requests, has 400: about 5 min more',
  },
  {
    name: 'a window that is full already never gets there',
    contract: errors,
    facts: factsOf(480, 0),
    verdict: 'UNDECIDED',
    reason:
      '0 of 480 requests (0 %) were answered 5xx and less than 0.5 % is promised: no proof either way; needs 598 requests, has 480: never at this traffic in 1 hour',
  },
  {
    name: 'two percent of errors break it',
    contract: errors,
    facts: factsOf(1200, 24),
    verdict: 'FAIL',
    reason: '24 of 1 200 requests (2 %) were answered 5xx and less than 0.5 % is promised (p < 0.0001)',
  },
  {
    name: 'four slow requests of a thousand prove the p99, because at most one in a hundred may be',
    contract: latency,
    facts: factsOf(1000, 4, { percentile: { value: 120, lower: 110, upper: 140 } }),
    verdict: 'PASS',
    reason: 'p99 is below 150 ms: 4 of 1 000 requests (0.4 %) took 150 ms or more and at most 1 % may: proven at 95 %',
  },
  {
    name: 'five do not',
    contract: latency,
    facts: factsOf(1000, 5, { percentile: { value: 120, lower: 110, upper: 140 } }),
    verdict: 'UNDECIDED',
    reason:
      '5 of 1 000 requests (0.5 %) took 150 ms or more and at most 1 % may: no proof either way; needs 1 146 requests, has 1 000: never at this traffic in 1 hour',
  },
  {
    name: 'a class that is too rare breaks the lower end',
    contract: share,
    facts: factsOf(1000, 10),
    verdict: 'FAIL',
    reason: '10 of 1 000 predictions (1 %) are "golden retriever" and 5 % to 15 % are promised (p < 0.0001)',
  },
  {
    name: 'a class in the middle proves both ends',
    contract: share,
    facts: factsOf(1000, 100),
    verdict: 'PASS',
    reason: '100 of 1 000 predictions (10 %) are "golden retriever" and 5 % to 15 % are promised: proven at 95 %',
  },
  {
    name: 'a class at the very limit has no sample that decides',
    contract: share,
    facts: factsOf(1000, 50),
    verdict: 'UNDECIDED',
    reason:
      '50 of 1 000 predictions (5 %) are "golden retriever" and 5 % to 15 % are promised: no proof either way; the share is too near the limit for any sample to decide',
  },
  {
    name: 'no line at all names the functions that do log',
    contract: errors,
    facts: factsOf(0, 0, { seen: { kind: 'functions', names: ['image-classifier'] } }),
    verdict: 'NO_DATA',
    reason: 'no line of function "fn" in namespace "ns" in the last 1 hour; functions that log: "image-classifier"',
  },
  {
    name: 'no request of the version names the versions that have some',
    contract: errors,
    facts: factsOf(0, 0, {
      lines: { considered: 1200, ignored: 0, unparsable: 0, lacking_field: 0 },
      candidates: 1200,
      seen: { kind: 'versions', names: ['v2'] },
    }),
    verdict: 'NO_DATA',
    reason: 'no request of model version "v1" among 1 200 lines of "fn" in the last 1 hour; versions that log: "v2"',
  },
  {
    name: 'no line but ignored ones, and no success, are told apart from another version',
    contract: share,
    facts: factsOf(0, 0, {
      lines: { considered: 3, ignored: 1200, unparsable: 0, lacking_field: 0 },
      candidates: 3,
      seen: { kind: 'versions', names: ['v1'] },
    }),
    verdict: 'NO_DATA',
    reason:
      'no successful prediction of model version "v1" among 3 lines (1 200 ignored) of "fn" in the last 1 hour; versions that log: "v1"',
  },
  {
    name: 'the limit is repeated as it was promised',
    contract: contractOn(latencyBelow(99.95, 150.25, 'ms')),
    facts: factsOf(1000, 100, { percentile: { value: 160, lower: 155, upper: null } }),
    verdict: 'FAIL',
    reason:
      'p99.95 is not below 150.25 ms: 100 of 1 000 requests (10 %) took 150.25 ms or more and at most 0.05 % may (p < 0.0001)',
  },
  {
    name: 'more than one line in a hundred that cannot be parsed leaves no verdict',
    contract: errors,
    facts: factsOf(980, 0, {
      candidates: 1000,
      lines: { considered: 1000, ignored: 0, unparsable: 20, lacking_field: 0 },
    }),
    verdict: 'INVALID',
    reason: '20 of 1 000 lines (2 %) cannot be parsed and at most 1 % may',
  },
  {
    name: 'lines that all begin with a prefix are told apart',
    contract: errors,
    facts: factsOf(0, 0, {
      candidates: 1000,
      lines: { considered: 1000, ignored: 0, unparsable: 1000, lacking_field: 0 },
    }),
    verdict: 'INVALID',
    reason:
      '1 000 of 1 000 lines (100 %) cannot be parsed and at most 1 % may; all lines are such: is prefix_logs "false" in the function\'s environment?',
  },
  {
    name: 'so do requests without the field',
    contract: latency,
    facts: factsOf(900, 0, { lines: { considered: 1000, ignored: 0, unparsable: 0, lacking_field: 100 } }),
    verdict: 'INVALID',
    reason: '100 of 1 000 requests (10 %) lack the version or a numeric latency and at most 1 % may',
  },
  {
    name: 'answers that contradict each other are no evidence',
    contract: errors,
    facts: factsOf(10, 11),
    verdict: 'INVALID',
    reason: 'the log store counts 11 of 10 requests: its answers contradict each other',
  },
]

for (const { name, contract, facts, verdict, reason } of rows) {
  test(name, () => {
    const [judgement] = judge([{ contract, facts }])
    assert.equal(judgement?.verdict, verdict)
    assert.equal(judgement?.reason, reason)
  })
}

test('exactly one line in a hundred may be broken, one more may not', () => {
  const broken = (unparsable: number) => {
    const lines = { considered: 10_000, ignored: 0, unparsable, lacking_field: 0 }
    return judge([{ contract: errors, facts: factsOf(10_000 - unparsable, 0, { lines, candidates: 10_000 }) }])[0]
      ?.verdict
  }
  assert.equal(broken(100), 'PASS')
  assert.equal(broken(101), 'INVALID')
})

test('a store that did not answer is INVALID with its cause', () => {
  const [judgement] = judge([{ contract: errors, facts: null, failure: 'Loki did not answer: GET http://loki:3100' }])
  assert.deepEqual([judgement?.verdict, judgement?.reason], ['INVALID', 'Loki did not answer: GET http://loki:3100'])
})

test('a percentile that was not measured leaves the counts to decide, and no estimate', () => {
  const [judgement] = judge([{ contract: latency, facts: factsOf(1000, 4) }])
  assert.deepEqual([judgement?.verdict, judgement?.estimate, judgement?.interval], ['PASS', null, null])
})

test('fewer than 20 minutes with requests are judged as they are, and say so', () => {
  assert.equal(judge([{ contract: errors, facts: factsOf(1000, 0, {}, 19) }])[0]?.dispersion, null)
  assert.equal(judge([{ contract: errors, facts: factsOf(1000, 0, {}, 20) }])[0]?.dispersion, 1)
})

test('a burst that would fail as independent errors is undecided', () => {
  const buckets = Array.from({ length: MINUTES }, (_, i) => ({ n: 100, k: i === 7 ? 45 : 0 }))
  const [judgement] = judge([{ contract: errors, facts: { ...factsOf(6000, 45), buckets } }])
  assert.equal(judgement?.verdict, 'UNDECIDED')
  assert.ok((judgement?.dispersion ?? 0) > 40, `${judgement?.dispersion}`)
  const independent = judge([{ contract: errors, facts: factsOf(6000, 45) }])[0]
  assert.equal(independent?.verdict, 'FAIL')
})

test('Holm keeps a finding that chance explains among many from failing the run', () => {
  const chance = { contract: errors, facts: factsOf(1200, 11) }
  assert.equal(judge([chance])[0]?.verdict, 'FAIL')
  const fine = { contract: errors, facts: factsOf(1200, 0) }
  const among = judge([chance, fine, fine, fine])[0]
  assert.equal(among?.verdict, 'UNDECIDED')
  assert.equal(Number(among?.pFailAdjusted).toPrecision(6), (4 * Number(among?.pFail)).toPrecision(6))
})

test('the interval of a share is exact and that of a percentile is measured', () => {
  const [exact] = judge([{ contract: errors, facts: factsOf(1000, 3) }])
  assert.deepEqual(
    exact?.interval?.map((end) => end?.toPrecision(6)),
    ['0.000619100', '0.00874202'],
  )
  const percentile = { value: 120, lower: 110, upper: null }
  assert.deepEqual(judge([{ contract: latency, facts: factsOf(100, 0, { percentile }) }])[0]?.interval, [110, null])
})
