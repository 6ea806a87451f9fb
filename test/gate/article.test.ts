import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EvaluationRecord } from '../../src/verdict/evaluation.ts'
import { articleLines, type Condition, withWatchdogLines } from './article-lines.ts'
import { runCheck } from './run-check.ts'

const FEATURE = 'test/fixtures/contracts/article.feature'
const AT = '2026-01-31T12:00:00Z'
const END_NS = BigInt(Date.parse(AT)) * 1_000_000n

const rows: { condition: Condition; verdicts: string[]; reasons: string[]; exitCode: number }[] = [
  {
    condition: 'good',
    verdicts: ['PASS', 'PASS', 'PASS'],
    reasons: [
      'p99 is below 150 ms: 0 of 1 200 requests (0 %) took 150 ms or more and at most 1 % may: proven at 95 %',
      '0 of 1 200 requests (0 %) were answered 5xx and less than 0.5 % is promised: proven at 95 %',
      '120 of 1 200 predictions (10 %) are "golden retriever" and 5 % to 15 % are promised: proven at 95 %',
    ],
    exitCode: 0,
  },
  {
    condition: 'slow',
    verdicts: ['FAIL', 'PASS', 'PASS'],
    reasons: [
      'p99 is not below 150 ms: 40 of 1 200 requests (3.33 %) took 150 ms or more and at most 1 % may (p < 0.0001)',
      '0 of 1 200 requests (0 %) were answered 5xx and less than 0.5 % is promised: proven at 95 %',
      '120 of 1 200 predictions (10 %) are "golden retriever" and 5 % to 15 % are promised: proven at 95 %',
    ],
    exitCode: 1,
  },
  {
    condition: 'broken',
    verdicts: ['PASS', 'FAIL', 'PASS'],
    reasons: [
      'p99 is below 150 ms: 0 of 1 200 requests (0 %) took 150 ms or more and at most 1 % may: proven at 95 %',
      '24 of 1 200 requests (2 %) were answered 5xx and less than 0.5 % is promised (p < 0.0001)',
      '120 of 1 176 predictions (10.2 %) are "golden retriever" and 5 % to 15 % are promised: proven at 95 %',
    ],
    exitCode: 1,
  },
  {
    condition: 'drifted',
    verdicts: ['PASS', 'PASS', 'FAIL'],
    reasons: [
      'p99 is below 150 ms: 0 of 1 200 requests (0 %) took 150 ms or more and at most 1 % may: proven at 95 %',
      '0 of 1 200 requests (0 %) were answered 5xx and less than 0.5 % is promised: proven at 95 %',
      '12 of 1 200 predictions (1 %) are "golden retriever" and 5 % to 15 % are promised (p < 0.0001)',
    ],
    exitCode: 1,
  },
  {
    condition: 'few',
    verdicts: ['UNDECIDED', 'UNDECIDED', 'UNDECIDED'],
    reasons: [
      '0 of 100 requests (0 %) took 150 ms or more and at most 1 % may: no proof either way; needs 299 requests, has 100: never at this traffic in 1 hour',
      '0 of 100 requests (0 %) were answered 5xx and less than 0.5 % is promised: no proof either way; needs 598 requests, has 100: never at this traffic in 1 hour',
      '10 of 100 predictions (10 %) are "golden retriever" and 5 % to 15 % are promised: no proof either way; needs 150 requests, has 100: never at this traffic in 1 hour',
    ],
    exitCode: 0,
  },
  {
    condition: 'none',
    verdicts: ['NO_DATA', 'NO_DATA', 'NO_DATA'],
    reasons: Array(3).fill(
      'no line of function "pytorch-classifier" in namespace "openfaas-fn" in the last 1 hour; functions that log: "another-function"',
    ),
    exitCode: 1,
  },
  {
    condition: 'spoilt',
    verdicts: ['INVALID', 'INVALID', 'INVALID'],
    reasons: Array(3).fill('48 of 1 200 lines (4 %) cannot be parsed and at most 1 % may'),
    exitCode: 1,
  },
]

for (const { condition, verdicts, reasons, exitCode } of rows) {
  test(`the article's contracts on ${condition} lines are ${verdicts.join(', ')}`, async () => {
    const lines = articleLines(condition, END_NS)
    const run = await runCheck([FEATURE, '--at', AT, '--json'], { lines })
    const { contracts } = JSON.parse(run.stdout) as EvaluationRecord
    assert.deepEqual(
      contracts.map((contract) => contract.reason),
      reasons,
    )
    assert.deepEqual(
      contracts.map((contract) => contract.verdict),
      verdicts,
    )
    assert.equal(run.code, exitCode)
  })
}

test("half of the lines being of-watchdog's own changes no count", async () => {
  const lines = articleLines('broken', END_NS)
  const judge = async (of: typeof lines) => {
    const { stdout } = await runCheck([FEATURE, '--at', AT, '--json'], { lines: of })
    return (JSON.parse(stdout) as EvaluationRecord).contracts
  }
  const plain = await judge(lines)
  const mixed = await judge(withWatchdogLines(lines))
  assert.deepEqual(
    mixed.map(({ n, k, verdict, reason, lines: counts }) => ({ n, k, verdict, reason, ignored: counts?.ignored })),
    plain.map(({ n, k, verdict, reason }) => ({ n, k, verdict, reason, ignored: 1200 })),
  )
})
