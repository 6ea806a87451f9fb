import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowedShare, classBetween, fieldWithin, latencyBelow, statusLessThan } from './objective.ts'

test('the p99 allows one request in a hundred, the p99.9 one in a thousand', () => {
  assert.equal(allowedShare(99), 0.01)
  assert.equal(allowedShare(99.9), 0.001)
})

test('seconds are milliseconds by the thousand', () => {
  assert.deepEqual(latencyBelow(99, 1.5, 's'), { kind: 'latency', percentile: 99, belowMs: 1500 })
})

test('percent become ratios', () => {
  assert.deepEqual(statusLessThan('5xx', 0.5), { kind: 'status', status: '5xx', below: 0.005 })
  assert.deepEqual(classBetween('cat', 5, 15), { kind: 'class', className: 'cat', from: 0.05, to: 0.15 })
})

test('a field keeps its ends, and a share of the predictions', () => {
  assert.deepEqual(fieldWithin('faces', { from: 1 }, 90), {
    kind: 'field',
    field: 'faces',
    range: { from: 1 },
    share: 0.9,
  })
})

const refused: { name: string; build: () => unknown; message: string }[] = [
  {
    name: 'an unknown unit',
    build: () => latencyBelow(99, 150, 'parsecs'),
    message: 'Expected ms or s for the unit of a latency but received "parsecs"',
  },
  {
    name: 'the hundredth percentile',
    build: () => latencyBelow(100, 150, 'ms'),
    message: 'Expected a percentile between 0 and 100 (both excluded) but received p100',
  },
  {
    name: 'the zeroth percentile',
    build: () => latencyBelow(0, 150, 'ms'),
    message: 'Expected a percentile between 0 and 100 (both excluded) but received p0',
  },
  {
    name: 'no time at all',
    build: () => latencyBelow(99, 0, 'ms'),
    message: 'Expected a latency greater than 0 ms but received 0',
  },
  {
    name: 'a status that is none',
    build: () => statusLessThan('6xx', 1),
    message: 'Expected a status code such as 5xx or 503 but received "6xx"',
  },
  {
    name: 'a limit of nothing',
    build: () => statusLessThan('5xx', 0),
    message: 'Expected a limit above 0 and up to 100 percent but received 0',
  },
  {
    name: 'limits out of order',
    build: () => classBetween('cat', 15, 5),
    message: 'Expected two limits from 0 to 100 percent, the lower first, but received 15 and 5',
  },
  {
    name: 'more than everything',
    build: () => classBetween('cat', 5, 101),
    message: 'Expected two limits from 0 to 100 percent, the lower first, but received 5 and 101',
  },
  {
    name: 'all predictions of all time',
    build: () => fieldWithin('faces', { from: 1 }, 100),
    message: 'Expected a share between 0 and 100 percent (both excluded) but received 100',
  },
  {
    name: 'a range the wrong way round',
    build: () => fieldWithin('faces', { from: 3, to: 1 }, 90),
    message: 'Expected finite limits, the lower first, but received 3 and 1',
  },
  {
    name: 'an end that is no number',
    build: () => fieldWithin('faces', { to: Number.POSITIVE_INFINITY }, 90),
    message: 'Expected finite limits, the lower first, but received Infinity',
  },
  {
    name: 'no field',
    build: () => fieldWithin('', { from: 1 }, 90),
    message: 'Expected the name of a field but received ""',
  },
  { name: 'no class', build: () => classBetween('', 5, 15), message: 'Expected the name of a class but received ""' },
]

for (const { name, build, message } of refused) {
  test(`${name} is refused`, () => {
    assert.throws(build, { name: 'ConfigError', message })
  })
}
