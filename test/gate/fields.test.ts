import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { EvaluationRecord } from '../../src/verdict/evaluation.ts'
import { runCheck } from './run-check.ts'

const AT = '2026-01-31T12:00:00Z'
const END_NS = BigInt(Date.parse(AT)) * 1_000_000n

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vouch-fields-'))
})
after(() => rm(folder, { recursive: true }))

const feature = (promise: string) => `Feature: F
  Background:
    Given a Loki instance running at "http://loki:3100"
    And we are validating the function "face-detector" in namespace "openfaas-fn"
    And the time range for validation is the last "1 hour"
  Scenario: S
    When we query the successful prediction logs for model version "v1"
    Then ${promise}
`

/** One line a number of faces: a request that was answered with them, or failed if there is no number. */
function linesOf(faces: readonly (number | string | null)[]) {
  return faces.map((found, i) => ({
    stream: { namespace: 'openfaas-fn', function_name: 'face-detector' },
    ts: String(END_NS - BigInt(i + 1) * 10_000_000_000n),
    line: JSON.stringify({
      event: 'inference_request',
      model_version: 'v1',
      ...(found === null ? { status_code: 500 } : { status_code: 200, faces: found }),
    }),
  }))
}

async function judge(promise: string, faces: readonly (number | string | null)[]) {
  const path = join(folder, 'a.feature')
  await writeFile(path, feature(promise))
  const { stdout, stderr, code } = await runCheck([path, '--at', AT, '--json'], { lines: linesOf(faces) })
  assert.equal(stderr, '')
  const [contract] = (JSON.parse(stdout) as EvaluationRecord).contracts
  assert.ok(contract)
  const { verdict, reason, n, k, limit } = contract
  return { verdict, reason, n, k, limit, code }
}

const times = <T>(count: number, value: T): T[] => Array<T>(count).fill(value)

test('a field is within its range, both ends included, as often as promised; failed requests are no predictions', async () => {
  const promise = 'the "faces" should be between 1 and 3 in at least 90 percent of the predictions'
  assert.deepEqual(await judge(promise, [...times(60, 1), ...times(40, 3), 0, 4, null, null]), {
    verdict: 'PASS',
    reason: '100 of 102 predictions (98 %) have faces from 1 to 3 and at least 90 % are promised: proven at 95 %',
    n: 102,
    k: 100,
    limit: { at_least: 0.9 },
    code: 0,
  })
})

test('a field that misses its range too often fails', async () => {
  const promise = 'the "faces" should be at least 1 in at least 90 percent of the predictions'
  const { verdict, reason, code } = await judge(promise, [...times(70, 1), ...times(30, 0)])
  assert.equal(verdict, 'FAIL')
  assert.equal(
    reason,
    '70 of 100 predictions (70 %) have faces of 1 or more and at least 90 % are promised (p < 0.0001)',
  )
  assert.equal(code, 1)
})

test('too few predictions prove nothing, and it is said how many it takes', async () => {
  const promise = 'the "faces" should be at most 2.5 in at least 90 percent of the predictions'
  const { verdict, reason, code } = await judge(promise, times(20, 2))
  assert.equal(verdict, 'UNDECIDED')
  assert.match(reason, /^20 of 20 predictions \(100 %\) have faces of 2\.5 or less .*; needs 29 requests, has 20: /)
  assert.equal(code, 0)
})

test('predictions without the number are broken evidence', async () => {
  const promise = 'the "faces" should be at least 1 in at least 90 percent of the predictions'
  const { verdict, reason } = await judge(promise, [...times(95, 1), ...times(5, 'many')])
  assert.equal(verdict, 'INVALID')
  assert.equal(reason, '5 of 100 requests (5 %) lack the version or a numeric faces and at most 1 % may')
})
