import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseNestedQuery } from './nested-query.ts'

const ROWS = [
  { name: 'a plain name', text: 'a=1&b=two+words', expected: { a: '1', b: 'two words' } },
  { name: 'the example', text: 'a[b]=1&c[]=2&c[]=3', expected: { a: { b: '1' }, c: ['2', '3'] } },
  { name: 'a repeated name is a list', text: 'a=1&a=2&a=3', expected: { a: ['1', '2', '3'] } },
  { name: 'one pair of empty brackets is a list', text: 'a[]=1', expected: { a: ['1'] } },
  { name: 'numbers are places in a list', text: 'a[0][n]=x&a[1][n]=y', expected: { a: [{ n: 'x' }, { n: 'y' }] } },
  {
    name: 'what is deeper than five stays text',
    text: 'a[1a][2][3][4][5][6]=x',
    expected: { a: { '1a': [[[[{ '[6]': 'x' }]]]] } },
  },
  { name: 'brackets that do not close are text', text: 'a[b=1', expected: { 'a[b': '1' } },
  { name: 'nothing', text: '', expected: {} },
]

describe('a nested query', () => {
  for (const { name, text, expected } of ROWS) {
    it(`is read: ${name}`, () => assert.deepEqual(parseNestedQuery(text), expected))
  }

  it('cannot reach the prototype of objects', () => {
    assert.deepEqual(parseNestedQuery('__proto__[a]=1&constructor[prototype][a]=1&toString=1&b=2'), { b: '2' })
    assert.equal(({} as { a?: string }).a, undefined)
  })

  it('ends after a thousand parameters', () => {
    const text = Array.from({ length: 1001 }, (_, index) => `k${index}=1`).join('&')
    assert.equal(Object.keys(parseNestedQuery(text)).length, 1000)
  })
})
