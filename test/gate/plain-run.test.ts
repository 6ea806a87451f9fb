import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { runNode } from '../cli/run-vouch.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vouch-plain-'))
})
after(() => rm(folder, { recursive: true }))

const cucumber = (...args: string[]) => runNode(['node_modules/@cucumber/cucumber/bin/cucumber.js', ...args])

test('a fault of a contract is told by plain cucumber-js too', async () => {
  const feature = join(folder, 'a.feature')
  await writeFile(feature, 'Feature: F\n  Scenario: S\n    Given a Loki instance running at "loki"\n')
  const { code, stdout } = await cucumber(feature)
  assert.match(
    stdout,
    /^No contract was judged\.\none fault in the contracts:\n.*a\.feature:3:5: Expected an address such as "http:\/\/loki:3100" but received "loki"\n$/,
  )
  assert.equal(code, 1)
})

test('workers are refused: each would judge for itself', async () => {
  const { code, stdout } = await cucumber('features/production_behavior.feature', '--parallel', '2')
  assert.match(stdout, /Expected --parallel 0: all contracts are judged together, workers would each judge their own/)
  assert.equal(code, 1)
})
