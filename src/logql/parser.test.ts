import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseQuery } from './parser.ts'

test('a vector aggregation is recognised whatever its letters', () => {
  assert.equal(parseQuery('sum(rate({app="shop"}[5m]))').kind, 'vector')
  assert.deepEqual(parseQuery('SUM BY (a) (RATE({app="shop"}[5m]))'), parseQuery('sum(rate({app="shop"}[5m])) by (a)'))
})

test('a comma binds to all on its right, "and" tighter than "or"', () => {
  const filter = (text: string) => {
    const query = parseQuery(`{app="shop"} | ${text}`)
    const stage = query.kind === 'log' ? query.stages[0] : undefined
    return stage?.kind === 'label' ? JSON.stringify(stage.filter) : ''
  }
  assert.equal(filter('a=1, b=2 or c=3'), filter('a=1 and (b=2 or c=3)'))
  assert.equal(filter('a=1 and b=2 or c=3'), filter('(a=1 and b=2) or c=3'))
  assert.equal(filter('a=1 or b=2 and c=3'), filter('a=1 or (b=2 and c=3)'))
  assert.equal(filter('a=1 b=2'), filter('a=1 and b=2'))
})

test('six levels of precedence; a power is right-associative and a sign belongs to its number', () => {
  const cases = { '1 + 2 * 3': 7, '2 ^ 3 ^ 2': 512, '-2 ^ 2': 4, '10 - 2 - 3': 5, '1 + 1 == 2': 1, '7 % 0': Number.NaN }
  for (const [query, value] of Object.entries(cases)) assert.deepEqual(parseQuery(query), { kind: 'number', value })
})

test('strings are unquoted as Go unquotes them, comments are skipped', () => {
  const query = parseQuery('{a="\\x41\\u00e9\\t", b=`\\d`} # the end')
  assert.deepEqual(query.kind === 'log' && query.matchers.map(({ value }) => value), ['Aé\t', '\\d'])
})

test('durations are whole numbers with units from large to small', () => {
  const query = parseQuery('rate({a="b"}[1h30m])')
  assert.equal(query.kind === 'range' && query.range.rangeNs, 5_400_000_000_000n)
  assert.throws(() => parseQuery('rate({a="b"}[1.5h])'), {
    message: 'parse error at line 1, col 13: not a valid duration string: "1.5h"',
  })
})

test('a query of 128 KiB is refused, one byte less is not', () => {
  const query = (bytes: number) => `{a="${'x'.repeat(bytes - 6)}"}`
  assert.equal(parseQuery(query(131_071)).kind, 'log')
  assert.throws(() => parseQuery(query(131_072)), {
    message: 'parse error : input size too long (131072 > 131072)',
  })
})
