import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { CASES, evaluationOf, FAILED } from '../../test/golden/cases.ts'
import { ConfigError } from '../errors.ts'
import { writeReports } from '../report/write-reports.ts'
import { readEvaluation } from './read-evaluation.ts'

function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-review-'))
  context.after(() => rmSync(folder, { recursive: true }))
  return folder
}

test('what the gate writes is read back as it was', (context) => {
  const folder = temporaryFolder(context)
  for (const name of ['pass', 'fail', 'undecided', 'no-data', 'invalid', 'mix', 'empty']) {
    const evaluation = CASES[name] ?? assert.fail(name)
    writeReports(evaluation, folder)
    assert.deepEqual(readEvaluation(folder), evaluation)
  }
})

const whole = JSON.stringify(evaluationOf([FAILED]))

const REFUSED = [
  { name: 'no JSON', text: '{', expected: 'Expected JSON in PATH but received something else' },
  {
    name: 'a verdict that there is not',
    text: whole.replace('"verdict":"FAIL"', '"verdict":"GREAT"'),
    expected:
      'Expected verdicts as Vouch writes them in PATH but contracts.0.verdict is wrong: Invalid option: expected one of "PASS"|"FAIL"|"UNDECIDED"|"NO_DATA"|"INVALID"',
  },
  {
    name: 'an infinite number',
    text: whole.replace('"estimate":171.3', '"estimate":1e999'),
    expected:
      'Expected verdicts as Vouch writes them in PATH but contracts.0.estimate is wrong: Invalid input: expected number, received Infinity',
  },
  {
    name: 'a time that is none',
    text: whole.replace('2026-11-21T13:05:00Z', 'yesterday'),
    expected:
      'Expected verdicts as Vouch writes them in PATH but window.start is wrong: expected a time as in RFC 3339',
  },
  {
    name: 'a version to come',
    text: whole.replace('"schema_version":1', '"schema_version":2'),
    expected: 'Expected verdicts as Vouch writes them in PATH but schema_version is wrong: Invalid input: expected 1',
  },
  {
    name: 'a list',
    text: '[]',
    expected:
      'Expected verdicts as Vouch writes them in PATH but the whole is wrong: Invalid input: expected object, received array',
  },
  {
    name: 'one byte too much',
    text: ' '.repeat(5 * 1024 * 1024 + 1),
    expected: 'Expected at most 5242880 bytes in PATH but received more',
  },
]

for (const { name, text, expected } of REFUSED) {
  test(`${name} is refused in one sentence`, (context) => {
    const folder = temporaryFolder(context)
    const path = join(folder, 'verdicts.json')
    writeFileSync(path, text)
    assert.throws(() => readEvaluation(folder), new ConfigError(expected.replace('PATH', path)))
  })
}

test('a folder without verdicts says what to do', (context) => {
  const folder = temporaryFolder(context)
  const path = join(folder, 'verdicts.json')
  const message = `Expected the verdicts of a run in ${path} but could not read it (ENOENT); run the check first`
  assert.throws(() => readEvaluation(folder), { name: 'ConfigError', message })
})
