import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatGoFloat, goFloatFault, parseGoFloat } from './go-float.ts'

// Values of Go 1.26's strconv.
const reads: [string, number | undefined][] = [
  ['1e3', 1000],
  ['1_000', 1000],
  ['0x_1p4', 16],
  ['0x1.8p1', 3],
  ['.5', 0.5],
  ['5.', 5],
  ['+Inf', Infinity],
  ['-infinity', -Infinity],
  ['nan', Number.NaN],
  ['-nan', undefined],
  ['1e999', undefined],
  ['0x10', undefined],
  ['1__0', undefined],
  ['5ms', undefined],
  [' 5', undefined],
  ['', undefined],
]
for (const [text, value] of reads) {
  test(`${JSON.stringify(text)} is read as ${value}`, () => assert.equal(parseGoFloat(text), value))
}

test('what is no number and what is too large have their own reasons', () => {
  assert.equal(goFloatFault('abc'), 'strconv.ParseFloat: parsing "abc": invalid syntax')
  assert.equal(goFloatFault('1e999'), 'strconv.ParseFloat: parsing "1e999": value out of range')
})

const writes: [number, string][] = [
  [1e21, '1000000000000000000000'],
  [1.5e-7, '0.00000015'],
  [-2.5e22, '-25000000000000000000000'],
  [0.1, '0.1'],
  [-0, '-0'],
  [Number.NaN, 'NaN'],
  [-Infinity, '-Inf'],
]
for (const [value, text] of writes) {
  test(`${value} is written as ${text}, without an exponent`, () => assert.equal(formatGoFloat(value), text))
}
