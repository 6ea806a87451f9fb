import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatCount, formatInterval, formatLimit, formatMeasured, formatValue, formatWindow } from './number-format.ts'

const FORMATS = [
  { name: 'a percentage under 1', actual: formatValue(0.0042, 'ratio'), expected: '0.42 %' },
  { name: 'a percentage of 3 digits', actual: formatValue(0.025995, 'ratio'), expected: '2.6 %' },
  { name: 'a small percentage', actual: formatValue(0.0000123456, 'ratio'), expected: '0.00123 %' },
  { name: 'all', actual: formatValue(1, 'ratio'), expected: '100 %' },
  { name: 'none', actual: formatValue(0, 'ratio'), expected: '0 %' },
  { name: 'milliseconds', actual: formatValue(143.24, 'ms'), expected: '143.2 ms' },
  { name: 'thousands of milliseconds', actual: formatValue(12345.6, 'ms'), expected: '12 346 ms' },
  { name: 'nothing measured', actual: formatValue(null, 'ms'), expected: '–' },
  { name: 'a count', actual: formatCount(41200), expected: '41 200' },
  { name: 'a large count', actual: formatCount(1234567), expected: '1 234 567' },
  { name: 'a count under a thousand', actual: formatCount(999), expected: '999' },
  { name: 'no count', actual: formatCount(null), expected: '–' },
  { name: 'an exclusive limit', actual: formatLimit({ below: 0.005 }, 'ratio'), expected: 'below 0.5 %' },
  { name: 'an inclusive limit', actual: formatLimit({ at_least: 0.95 }, 'ratio'), expected: 'at least 95 %' },
  { name: 'a limit between', actual: formatLimit({ from: 0.05, to: 0.15 }, 'ratio'), expected: '5 % to 15 %' },
  { name: 'an interval', actual: formatInterval([141.9, 145.02], 'ms'), expected: '[141.9 ms, 145 ms]' },
  { name: 'an open interval', actual: formatInterval([0.001, null], 'ratio'), expected: '[0.1 %, unbounded]' },
  { name: 'no interval', actual: formatInterval(null, 'ms'), expected: '' },
]

for (const { name, actual, expected } of FORMATS) {
  test(`${name} is written ${JSON.stringify(expected)}`, () => assert.equal(actual, expected))
}

test('a measured value has the digits that tell it from its limit', () => {
  const limit = { below: 0.005 }
  assert.equal(formatMeasured({ estimate: 0.00500012, unit: 'ratio', limit }), '0.50001 %')
  assert.equal(formatMeasured({ estimate: 0.005, unit: 'ratio', limit }), '0.5 %')
  assert.equal(formatMeasured({ estimate: 149.9999, unit: 'ms', limit: { below: 150 } }), '149.9999 ms')
})

test('a window within a day names the day once', () => {
  const window = { start: '2026-11-21T13:05:00Z', end: '2026-11-21T14:05:00.000Z', lag_seconds: 60 }
  assert.equal(formatWindow(window), '2026-11-21 13:05 to 14:05 UTC')
})

test('a window over midnight names both days, and seconds where there are some', () => {
  const window = { start: '2026-11-21T23:30:00Z', end: '2026-11-22T00:30:15Z', lag_seconds: 0 }
  assert.equal(formatWindow(window), '2026-11-21 23:30 to 2026-11-22 00:30:15 UTC')
})
