import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CASES, evaluationOf, FAILED, PASSED } from '../../test/golden/cases.ts'
import { renderTable } from './terminal-table.ts'

test('without color there is no escape character, whatever the log held', () => {
  for (const evaluation of Object.values(CASES)) {
    assert.doesNotMatch(renderTable(evaluation, { color: false, width: 120 }), /[^\P{Cc}\n]|\p{Cf}/u)
  }
})

test('with color the verdicts alone are colored', () => {
  const table = renderTable(evaluationOf([FAILED, PASSED]), { color: true, width: 120 })
  assert.deepEqual(table.match(/\p{Cc}\[\d+m[A-Z_]*/gu), [
    '\u001b[31mFAIL',
    '\u001b[39m',
    '\u001b[32mPASS',
    '\u001b[39m',
  ])
})

for (const width of [40, 80, 114, 115, 200]) {
  test(`in a terminal of ${width} columns every line of the table is as wide as the others`, () => {
    const lines = renderTable(evaluationOf([FAILED, PASSED]), { color: false, width }).split('\n')
    const widths = new Set(lines.filter((line) => /^[┌├│└]/.test(line)).map((line) => line.length))
    assert.deepEqual([...widths], [Math.min(160, Math.max(80, width))])
  })
}
