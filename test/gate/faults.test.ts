import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { after, before, test } from 'node:test'
import { runCheck } from './run-check.ts'

// Nothing listens there: a query would be told apart from a fault by its exit code and its words.
const NOWHERE = 'http://127.0.0.1:9'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vouch-faults-'))
})
after(() => rm(folder, { recursive: true }))

async function check(files: Record<string, string>, args: readonly string[] = []) {
  const paths = await Promise.all(
    Object.entries(files).map(async ([name, text]) => {
      const path = join(folder, name)
      await writeFile(path, text)
      return path
    }),
  )
  const { code, stdout, stderr } = await runCheck([...paths, ...args])
  const uri = relative(process.cwd(), folder)
  return { code, stdout, stderr: stderr.replaceAll(`${uri}/`, '') }
}

const background = (duration = '1 hour') => `Feature: F
  Background:
    Given a Loki instance running at "${NOWHERE}"
    And we are validating the function "image-classifier" in namespace "openfaas-fn"
    And the time range for validation is the last "${duration}"
`

test('all faults of all files are told at their lines before any query', async () => {
  const { code, stdout, stderr } = await check({
    'a.feature': `${background('1 fortnight')}  Scenario: S
    When we query the performance logs for model version "v1"
    Then the p100 latency should be below 150 ms
    And the p99 latency should be below 150 parsecs
  Scenario: T
    When we query the successful prediction logs for model version "v1"
    Then the prediction proportion for class "expresso" should be between 15 and 5 percent
`,
    'b.feature': `${background()}  Scenario: S
    When we query the successful prediction logs for model version "v1"
    Then the prediction proportion for class "expresso" should be between 5 and 15 percent
  Scenario: T
    When we query the successful prediction logs for model version "v1"
    Then the p99 latency should be below 150 ms
  Scenario: U
    When we query the performance log for model version "v1"
    Then the p99 latency shall be below 150 ms
    And the p0 latency should be below 150 ms
    And the p99 latency should be below 150 ms
`,
    'c.feature': 'Feature: F\n  Scenario: S\n    Given x\n  nonsense\n',
    'd.feature': 'Feature: F\n  Scenario: S\n    Then the p99 latency should be below 150 ms\n',
  })
  assert.equal(stdout, '')
  assert.deepEqual(stderr.trimEnd().split('\n'), [
    'vouch: 14 faults in the contracts:',
    'a.feature:5:5: Expected a duration such as "1 hour", "30 minutes" or "7 days" but received "1 fortnight"',
    'a.feature:8:5: Expected a percentile between 0 and 100 (both excluded) but received p100',
    'a.feature:9:5: Expected ms or s for the unit of a latency but received "parsecs"',
    'a.feature:12:5: Expected two limits from 0 to 100 percent, the lower first, but received 15 and 5',
    'b.feature:8:5: Expected a class of "image-classifier" but received "expresso"; the nearest is "espresso"',
    'b.feature:11:5: Expected "When we query the performance logs ..." for this promise but received the successful prediction logs',
    'b.feature:13:5: Expected a known phrase but received "we query the performance log for model version "v1""; the nearest is "we query the performance logs for model version {string}"',
    'b.feature:14:5: Expected a known phrase but received "the p99 latency shall be below 150 ms"; the nearest is "the p{float} latency should be below {float} {word}"',
    'b.feature:15:5: Expected a percentile between 0 and 100 (both excluded) but received p0',
    "c.feature:4:3: Expected Gherkin but received: expected: #EOF, #TableRow, #DocStringSeparator, #StepLine, #TagLine, #ExamplesLine, #ScenarioLine, #RuleLine, #Comment, #Empty, got 'nonsense'",
    'd.feature:3:5: Expected "Given a Loki instance running at "..."" before this promise',
    'd.feature:3:5: Expected "And we are validating the function "..." in namespace "..."" before this promise',
    'd.feature:3:5: Expected "And the time range for validation is the last "..."" before this promise',
    'd.feature:3:5: Expected "When we query the ... logs for model version "..."" before this promise',
  ])
  assert.equal(code, 2)
})

test('a table or a text below a step and empty names are faults: no promise is lost in silence', async () => {
  const { code, stderr } = await check({
    'a.feature': `${background()}  Scenario: S
    When we query the request logs for model version "v1"
      | a |
    Then the error rate for status code 5xx should be less than 1 percent
  Scenario: T
    When we query the performance logs for model version ""
    Then the p99 latency should be below 150 constructor
    And the p99 latency should be below 1E999 ms
  Scenario: U
    When we query the request logs for model version "v1"
    Then the error rate for status code 5xx should be less than 1 percent
`,
  })
  assert.deepEqual(stderr.trimEnd().split('\n'), [
    'vouch: 4 faults in the contracts:',
    'a.feature:7:5: Expected no table and no text below "we query the request logs for model version "v1""',
    'a.feature:11:5: Expected the name of a model version but received ""',
    'a.feature:12:5: Expected ms or s for the unit of a latency but received "constructor"',
    'a.feature:13:5: Expected a latency greater than 0 ms but received Infinity',
  ])
  assert.equal(code, 2)
})

test('a field that is none of the catalogue, or no number, is a fault', async () => {
  const { code, stderr } = await check({
    'a.feature': `${background()}  Scenario: S
    When we query the successful prediction logs for model version "v1"
    Then the "face" should be at least 1 in at least 90 percent of the predictions
    And the "engine" should be at least 1 in at least 90 percent of the predictions
    And the "constructor" should be at least 1 in at least 90 percent of the predictions
  Scenario: T
    When we query the request logs for model version "v1"
    Then the "faces" should be at least 1 in at least 90 percent of the predictions
`,
  })
  assert.deepEqual(stderr.trimEnd().split('\n'), [
    'vouch: 4 faults in the contracts:',
    'a.feature:8:5: Expected a number of the catalogue but received "face"; the nearest is "faces"',
    'a.feature:9:5: Expected a number of the catalogue but received "engine", which is a string',
    'a.feature:10:5: Expected a number of the catalogue but received "constructor"; the nearest is "infer_ms"',
    'a.feature:13:5: Expected "When we query the successful prediction logs ..." for this promise but received the request logs',
  ])
  assert.equal(code, 2)
})

test('a scenario that promises nothing is a fault, not a pass', async () => {
  const { code, stderr } = await check({
    'a.feature': `${background()}  Scenario: S
    When we query the request logs for model version "v1"
  Scenario: T
    When we query the request logs for model version "v1"
    Then the error rate for status code 5xx should be less than 1 percent
`,
  })
  assert.equal(
    stderr,
    'vouch: one fault in the contracts:\na.feature:7:5: Expected a promise ("Then ...") after this step\n',
  )
  assert.equal(code, 2)
})

test('features without a contract are no green run', async () => {
  const { code, stderr } = await check({ 'empty.feature': 'Feature: F\n' })
  assert.equal(stderr, `vouch: Expected at least one contract in ${join(folder, 'empty.feature')} but found none\n`)
  assert.equal(code, 2)
})

const CONTRACT = `${background()}  Scenario: S
    When we query the performance logs for model version "v1"
    Then the p99 latency should be below 150 ms
`

const options: { name: string; args: string[]; message: string }[] = [
  {
    name: 'a use that is not built',
    args: ['--use', 'canary'],
    message: 'Expected once or pr for --use but received "canary"',
  },
  {
    name: 'a lag',
    args: ['--lag', 'soon'],
    message: 'Expected a time such as 60s, 2m or 1h, at most 24h, for --lag but received "soon"',
  },
  {
    name: 'a time',
    args: ['--at', 'yesterday'],
    message: 'Expected an RFC 3339 time such as 2026-01-31T12:00:00Z for --at but received "yesterday"',
  },
  {
    name: 'a longest lag',
    args: ['--lag', '25h'],
    message: 'Expected a time such as 60s, 2m or 1h, at most 24h, for --lag but received "25h"',
  },
  {
    name: 'a day',
    args: ['--at', '2026-02-31T12:00:00Z'],
    message: 'Expected an RFC 3339 time such as 2026-01-31T12:00:00Z for --at but received "2026-02-31T12:00:00Z"',
  },
  {
    name: 'an address',
    args: ['--loki', 'loki:3100'],
    message: 'Expected an address such as "http://loki:3100" for --loki but received "loki:3100"',
  },
  { name: 'an option', args: ['--lokee', 'x'], message: "error: unknown option '--lokee'" },
]

for (const { name, args, message } of options) {
  test(`a wrong value for ${name} is exit code 2 and named`, async () => {
    const { code, stderr } = await check({ 'one.feature': CONTRACT }, args)
    assert.ok(stderr.includes(message), stderr)
    assert.equal(code, 2)
  })
}

test('a store that does not answer is INVALID with its cause, and closes the gate', async () => {
  const { code, stdout } = await check({ 'one.feature': CONTRACT }, ['--json'])
  const [contract] = JSON.parse(stdout).contracts
  assert.equal(contract.verdict, 'INVALID')
  assert.match(
    contract.reason,
    /^Loki did not answer: GET http:\/\/127\.0\.0\.1:9\/loki\/api\/v1\/query(_range)?: ECONNREFUSED$/,
  )
  assert.equal(code, 1)
})

test('a report that cannot be written is exit code 2 and named', async () => {
  const taken = join(folder, 'taken')
  await mkdir(join(taken, 'junit.xml'), { recursive: true })
  const feature = join(folder, 'one.feature')
  await writeFile(feature, CONTRACT)
  const { code, stderr } = await runCheck([feature], { lines: [], reports: taken })
  assert.match(stderr, /^vouch: Expected files that can be written for the reports but received .*junit\.xml/m)
  assert.equal(code, 2)
})
