import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Pull, pullsBehind } from './code-host.ts'

const OPEN: Pull = { number: 1, open: true, mergedAt: null, mergeCommit: null }
const CLOSED: Pull = { ...OPEN, number: 2, open: false }
const EARLY: Pull = { ...CLOSED, number: 3, mergedAt: '2026-11-01T00:00:00Z', mergeCommit: 'aaa' }
const LATE: Pull = { ...CLOSED, number: 4, mergedAt: '2026-11-02T00:00:00Z', mergeCommit: 'bbb' }

const CASES: { name: string; pulls: Pull[]; sha: string; expected: number[] }[] = [
  { name: 'the one whose merge made the commit', pulls: [OPEN, EARLY, LATE], sha: 'bbb', expected: [4] },
  { name: 'else the first that was merged with it', pulls: [LATE, OPEN, EARLY], sha: 'ccc', expected: [3] },
  { name: 'else those that are open, not those that were closed', pulls: [OPEN, CLOSED], sha: 'ccc', expected: [1] },
  { name: 'else none', pulls: [CLOSED], sha: 'ccc', expected: [] },
]

for (const { name, pulls, sha, expected } of CASES) {
  test(`pull requests behind a commit: ${name}`, () => assert.deepEqual(pullsBehind(pulls, sha), expected))
}
