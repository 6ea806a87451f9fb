import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluationOf, FAILED, HOSTILE_TEXTS, PASSED, SOURCE } from '../../test/golden/cases.ts'
import { BODY_LIMIT, fit, renderBody } from './body.ts'
import { earlierFinding, extendHistory, type HistoryEntry, isOver } from './history.ts'
import { readMarker, renderMarker } from './marker.ts'

const SECTIONS = [
  { title: 'headline', rank: 0, text: 'head' },
  { title: 'table', rank: 1, text: 't'.repeat(100) },
  { title: 'evidence', rank: 10, text: 'e'.repeat(100) },
  { title: 'evidence', rank: 11, text: 'f'.repeat(100) },
]
const LEFT_OUT = 'Left out for length, to be read in the report of the run:'

test('a body within the limit is whole, one past it loses its last evidence and says so', () => {
  const [head, table, first, last] = SECTIONS.map((section) => section.text)
  const whole = [head, table, first, last].join('\n\n')
  assert.equal(fit(SECTIONS, whole.length + 1), `${whole}\n`)
  assert.equal(fit(SECTIONS, whole.length), `${[head, table, first, `${LEFT_OUT} evidence.`].join('\n\n')}\n`)
})

test('sections are left out by falling rank, the headline never', () => {
  assert.equal(fit(SECTIONS, 10), `head\n\n${LEFT_OUT} evidence (2), table.\n`)
})

test('a thousand hostile contracts with long queries fit, and what is left out is counted', () => {
  const contracts = Array.from({ length: 1_000 }, (_, index) => {
    const text = (HOSTILE_TEXTS[index % HOSTILE_TEXTS.length] ?? '').repeat(10).slice(0, 500)
    const queries = [{ name: text, query: text.repeat(8), time: text, value: index }]
    return { ...FAILED, id: index.toString(16).padStart(12, '0'), name: text, promise: text, reason: text, queries }
  })
  const evaluation = evaluationOf(contracts)
  const body = renderBody(evaluation, extendHistory([], evaluation), SOURCE, SOURCE)
  assert.ok(body.length <= BODY_LIMIT, `${body.length}`)
  assert.match(body, /Left out for length, to be read in the report of the run: evidence \(\d+\)/)
  assert.match(body, /^\| and 990 failed \|/m)
})

test('a marker is read back only by its key, and hides what it holds', () => {
  const history = extendHistory([], evaluationOf([{ ...FAILED, promise: '--> <b>@octocat</b>' }]))
  const line = renderMarker({ key: 'once', state: 'FAIL', history })
  assert.deepEqual(readMarker(line, 'once'), history)
  assert.equal(readMarker(line, 'pr'), null)
  assert.match(line, /^<!-- vouch:v1 key=once state=FAIL history=[\w-]+ -->$/)
})

test('a history that someone edited begins anew', () => {
  for (const history of ['', 'bm90IGpzb24', Buffer.from('[{"verdict":"FINE"}]').toString('base64url')]) {
    assert.deepEqual(readMarker(`<!-- vouch:v1 key=once state=FAIL history=${history} -->`, 'once'), [])
  }
})

test('the eleventh state pushes out the first', () => {
  let history: HistoryEntry[] = []
  for (let turn = 0; turn < 11; turn += 1) history = extendHistory(history, evaluationOf([turn % 2 ? PASSED : FAILED]))
  assert.equal(history.length, 10)
  assert.equal(history[0]?.verdict, 'PASS')
})

test('a finding is over only when each contract that closed the gate passes', () => {
  const other = { ...FAILED, id: 'aaaaaaaaaaaa' }
  const history = extendHistory(extendHistory([], evaluationOf([FAILED])), evaluationOf([other]))
  const finding = earlierFinding(extendHistory(history, evaluationOf([PASSED])))
  assert.ok(finding)
  assert.equal(isOver(finding, evaluationOf([PASSED])), false)
  assert.equal(isOver(finding, evaluationOf([PASSED, { ...PASSED, id: other.id }])), true)
})
