import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeFaults } from './build-revision.ts'

test('the first fault is told with its place, and how many more there are', () => {
  const one = "functions/a/handler.ts(12,3): error TS2322: Type 'string' is not assignable to type 'number'.\n"
  for (const { output, expected } of [
    { output: one, expected: "functions/a/handler.ts:12:3: Type 'string' is not assignable to type 'number'." },
    {
      output: `${one}  A line that explains it.\nb.ts(1,1): error TS1005: ';' expected.\n`,
      expected: "functions/a/handler.ts:12:3: Type 'string' is not assignable to type 'number'. (and 1 more)",
    },
    { output: 'error TS5083: Cannot read file.\n', expected: 'Cannot read file.' },
    { output: 'Killed\n', expected: undefined },
  ])
    assert.equal(describeFaults(output), expected)
})
