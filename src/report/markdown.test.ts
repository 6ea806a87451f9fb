import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CASES, evaluationOf, FAILED, NO_DATA, PASSED, SOURCE, UNDECIDED } from '../../test/golden/cases.ts'
import { renderGolden } from '../../test/golden/render.ts'
import { renderMarkdown } from './markdown.ts'
import { contractUrl } from './source-link.ts'
import { countVerdicts, headline, whatToDo, worstFirst } from './summary.ts'

for (const [name, content] of Object.entries(renderGolden())) {
  test(`the report is as in test/golden/${name}`, () => {
    const golden = readFileSync(join(__dirname, '..', '..', 'test', 'golden', name), 'utf8')
    assert.equal(content, golden, 'read the difference, then run scripts/update-golden.ts')
  })
}

test('failures come first, then what blocks, then place', () => {
  const open = { ...NO_DATA, gate: 'open' as const }
  assert.deepEqual(worstFirst([PASSED, UNDECIDED, open, NO_DATA, FAILED]), [FAILED, NO_DATA, open, UNDECIDED, PASSED])
})

test('only PASS is counted as passed', () => {
  assert.equal(countVerdicts([PASSED, UNDECIDED, NO_DATA, FAILED]), '1 failed, 1 without data, 1 undecided, 1 passed')
})

test('the headline names verdict, count, worst finding with its numbers, and the window', () => {
  assert.equal(
    headline(evaluationOf([PASSED, FAILED])),
    'FAIL: of 2 contracts, 1 failed, 1 passed. pytorch-classifier v1.2.1, "the p99 latency should be below 150 ms": measured 171.3 ms, 95 % interval 165.1 ms to 180.4 ms, limit below 150 ms, 1 071 of 41 200 requests (2.6 %) broke it. Window 2026-11-21 13:05 to 14:05 UTC.',
  )
})

test('contracts of one verdict are counted in words', () => {
  const window = 'Window 2026-11-21 13:05 to 14:05 UTC.'
  assert.equal(headline(evaluationOf([PASSED, PASSED, PASSED])), `PASS: all 3 contracts passed. ${window}`)
  assert.match(headline(evaluationOf([UNDECIDED])), /^UNDECIDED: the one contract is undecided\. /)
  assert.match(headline(evaluationOf([NO_DATA, NO_DATA])), /^NO_DATA: all 2 contracts are without data\. /)
})

test('a run without contracts is no pass', () => {
  assert.equal(headline(evaluationOf([])), 'NO_DATA: no contract was judged. Window 2026-11-21 13:05 to 14:05 UTC.')
})

test('the advice is that of the contract that blocks', () => {
  const run = evaluationOf([{ ...FAILED, gate: 'open' }, NO_DATA])
  assert.match(whatToDo(run), /^Blocked: no request was found/)
})

test('a comment shows 10 rows, the eleventh is counted', () => {
  const ten = Array.from({ length: 10 }, (_, index) => ({ ...FAILED, id: `${index}` }))
  const rows = (count: number) => renderMarkdown(evaluationOf([...ten, PASSED].slice(0, count)), { size: 'comment' })
  assert.doesNotMatch(rows(10), /^\| and /m)
  assert.match(rows(11), /^\| and 1 passed \|/m)
})

test('every row of every table has 5 cells, whatever the names hold', () => {
  for (const evaluation of Object.values(CASES)) {
    const [table = ''] = renderMarkdown(evaluation, { size: 'comment', source: SOURCE }).split('<details>')
    const rows = table.split('\n').filter((line) => line.startsWith('| '))
    for (const row of rows) assert.equal(row.split('|').length, 7, row)
  }
})

test('a contract is linked to its line at the commit', () => {
  assert.equal(
    contractUrl(SOURCE, { uri: 'features/a (1).feature', line: 12 }),
    `https://github.com/octo/vision/blob/${SOURCE.sha}/features/a%20%281%29.feature#L12`,
  )
})

for (const uri of ['../secret.feature', '/etc/passwd', 'javascript:alert(1)', 'features//x.feature']) {
  test(`${uri} is not linked`, () => assert.equal(contractUrl(SOURCE, { uri, line: 1 }), null))
}
