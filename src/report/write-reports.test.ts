import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { evaluationOf, FAILED, PASSED } from '../../test/golden/cases.ts'
import { ConfigError } from '../errors.ts'
import { writeReports } from './write-reports.ts'

function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-reports-'))
  context.after(() => rmSync(folder, { recursive: true }))
  return folder
}

test('both reports are written, nothing else stays, and the JSON is the evaluation', (context) => {
  const folder = join(temporaryFolder(context), 'new', 'reports')
  const evaluation = evaluationOf([PASSED, FAILED])
  writeReports(evaluation, folder)
  assert.deepEqual(readdirSync(folder).sort(), ['report.md', 'verdicts.json'])
  assert.deepEqual(JSON.parse(readFileSync(join(folder, 'verdicts.json'), 'utf8')), evaluation)
  assert.match(readFileSync(join(folder, 'report.md'), 'utf8'), /^\*\*FAIL: of 2 contracts/)
})

test('a folder that cannot be made is named', (context) => {
  const file = join(temporaryFolder(context), 'file')
  writeFileSync(file, '')
  assert.throws(
    () => writeReports(evaluationOf([PASSED]), file),
    new ConfigError(`Expected a folder that can be written for the reports but received ${file} (EEXIST)`),
  )
})

test('a number that is not finite is never written', (context) => {
  const folder = temporaryFolder(context)
  assert.throws(
    () => writeReports(evaluationOf([{ ...PASSED, estimate: Number.NaN }]), folder),
    new RangeError('Expected a finite number for estimate but received NaN'),
  )
  assert.deepEqual(readdirSync(folder), [])
})
