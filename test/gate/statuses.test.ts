import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { articleLines } from './article-lines.ts'
import { runCheck } from './run-check.ts'

const AT = '2026-01-31T12:00:00Z'
const lines = articleLines('broken', BigInt(Date.parse(AT)) * 1_000_000n)

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vouch-statuses-'))
})
after(() => rm(folder, { recursive: true }))

/** Cucumber's own status of a scenario that makes these promises about the request logs. */
async function statusOf(promises: readonly string[]): Promise<string> {
  const feature = join(folder, 'one.feature')
  const reports = join(folder, 'reports')
  await writeFile(
    feature,
    `Feature: F
  Scenario: S
    Given a Loki instance running at "http://127.0.0.1:9"
    And we are validating the function "pytorch-classifier" in namespace "openfaas-fn"
    And the time range for validation is the last "1 hour"
    When we query the request logs for model version "v1.2.1"
    ${promises.map((promise) => `Then the error rate for status code ${promise} percent`).join('\n    ')}
`,
  )
  await runCheck([feature, '--at', AT], { lines, reports })
  return readFile(join(reports, 'junit.xml'), 'utf8')
}

const KEPT = '4xx should be less than 1'
const OPEN = '4xx should be less than 0.1'
const BROKEN = '5xx should be less than 0.5'

test('a scenario of which every promise is kept has passed', async () => {
  assert.match(await statusOf([KEPT, KEPT]), /skipped="0" failures="0"/)
})

test('a promise without proof skips its scenario', async () => {
  assert.match(await statusOf([KEPT, OPEN]), /skipped="1" failures="0"/)
})

test('a broken promise fails its scenario behind one without proof too, in its own words', async () => {
  const junit = await statusOf([OPEN, BROKEN])
  assert.match(junit, /skipped="0" failures="1"/)
  assert.match(junit, /FAIL: 24 of 1 200 requests \(2 %\) were answered 5xx/)
})
