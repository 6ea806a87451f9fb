import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { startFixtureLoki } from '../test/gate/fixture-loki.ts'

interface Counts {
  passed: number
  failed: number
}

const TESTS = '{src,functions,template,test,bench}/**/*.test.ts'
const AT_ONCE = 2
/** A test that hangs is named after this, and what keeps its process is ended with the whole run. */
const TEST_LIMIT_MS = 300_000
const RUN_LIMIT_MS = 1_800_000

/** Every test file in a process of its own. */
async function nodeTests(): Promise<Counts> {
  const files = globSync(TESTS, { exclude: (path) => path.includes('node_modules') }).sort()
  const counts = { passed: 0, failed: 0 }
  const stream = run({
    files,
    concurrency: AT_ONCE,
    execArgv: process.execArgv,
    timeout: TEST_LIMIT_MS,
    signal: AbortSignal.timeout(RUN_LIMIT_MS),
  })
  stream.on('test:summary', (summary) => {
    // One summary a file, and one of the whole run, which has no file.
    if (summary.file !== undefined) return
    counts.passed = summary.counts.passed
    counts.failed = summary.counts.tests - summary.counts.passed
  })
  stream.compose(spec).pipe(process.stdout)
  await once(stream, 'end')
  return counts
}

/** The contracts of features/ by plain `cucumber-js`, on a store that holds an hour of good lines. */
async function cucumberScenarios(): Promise<Counts> {
  const loki = await startFixtureLoki()
  const bin = 'node_modules/@cucumber/cucumber/bin/cucumber.js'
  const child = spawn(process.execPath, [bin, '--format', 'message'], {
    env: { ...process.env, LOKI_URL: loki.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const scenarios = new Map<string, boolean>()
  for await (const line of createInterface({ input: child.stdout })) {
    const { testCaseStartedId, testStepResult } = JSON.parse(line).testStepFinished ?? {}
    if (testCaseStartedId === undefined) continue
    scenarios.set(testCaseStartedId, testStepResult.status === 'PASSED' && scenarios.get(testCaseStartedId) !== false)
  }
  await loki.close()
  const passed = [...scenarios.values()].filter(Boolean).length
  return { passed, failed: scenarios.size - passed }
}

async function main(): Promise<void> {
  const tests = await nodeTests()
  const scenarios = await cucumberScenarios()
  console.log(`\n${tests.passed} tests and ${scenarios.passed} scenarios passed`)
  console.log(`${tests.passed + scenarios.passed} passed, ${tests.failed + scenarios.failed} failed`)
  process.exitCode = tests.failed + scenarios.failed === 0 && scenarios.passed > 0 ? 0 : 1
}

void main()
