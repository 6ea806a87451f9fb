import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { evaluationOf, FAILED } from '../../test/golden/cases.ts'
import plugin from './cucumber-formatter.ts'
import { setCurrentEvaluation } from './current-evaluation.ts'

const STEP = { id: 'pickle-step', astNodeIds: [], text: 'the p99 latency should be nice' }

/** Messages of a run with one step of the given status, as Cucumber sends them. */
function messagesOf(status: string, message?: string): object[] {
  return [
    { pickle: { id: 'p', uri: 'features/a.feature', name: 'P99', steps: [STEP] } },
    { testCase: { id: 'c', pickleId: 'p', testSteps: [{ id: 'hook' }, { id: 'step', pickleStepId: 'pickle-step' }] } },
    { testStepFinished: { testStepId: 'hook', testStepResult: { status: 'PASSED' } } },
    { testStepFinished: { testStepId: 'step', testStepResult: { status, message } } },
    { testRunFinished: { success: false } },
  ]
}

async function printed(messages: readonly object[]): Promise<string> {
  let output = ''
  const handlers: ((message: object) => void)[] = []
  const context = {
    on: (_key: string, handler: (message: object) => void) => handlers.push(handler),
    write: (text: string) => {
      output += text
    },
    stream: { columns: 100 },
  }
  await plugin.formatter(context as never)
  for (const message of messages) for (const handler of handlers) handler(message)
  return output
}

function judged(context: TestContext): void {
  setCurrentEvaluation(evaluationOf([FAILED]))
  context.after(() => setCurrentEvaluation(null))
}

test('the verdict table is printed once, at the end of the run, without color away from a terminal', async (context) => {
  judged(context)
  const output = await printed(messagesOf('FAILED', 'AssertionError: too slow'))
  assert.match(output, /│ FAIL +│ P99 Latency SLO/)
  assert.equal(output.match(/Verdict/g)?.length, 1)
  assert.ok(!output.includes('\u001b'))
})

test('before the end nothing is printed', async (context) => {
  judged(context)
  assert.equal(await printed(messagesOf('FAILED').slice(0, -1)), '')
})

test('without contracts a step that is not defined is named', async () => {
  assert.equal(
    await printed(messagesOf('UNDEFINED')),
    'No contract was judged.\nUNDEFINED features/a.feature: P99: the p99 latency should be nice\n',
  )
})

test('without contracts a failed step has the first line of its cause', async () => {
  assert.equal(
    await printed(messagesOf('FAILED', 'Error: no\n    at x')),
    'No contract was judged.\nFAILED features/a.feature: P99: the p99 latency should be nice: Error: no\n',
  )
})

test('a feature that cannot be read is named', async () => {
  const parseError = { source: { uri: 'features/b.feature' }, message: '(1:1): expected: #EOF' }
  assert.match(
    await printed([{ parseError }, ...messagesOf('PASSED')]),
    /UNREADABLE features\/b\.feature: \(1:1\): expected: #EOF/,
  )
})

test('what stopped the run before its first scenario is told, line by line', async () => {
  const exception = { type: 'ConfigError', message: 'one fault in the contracts:\na.feature:7:5: Expected x' }
  const result = { status: 'FAILED', exception, message: 'ConfigError: one fault\n    at x' }
  assert.equal(
    await printed([{ testRunHookFinished: { result } }, { testRunFinished: { success: false } }]),
    'No contract was judged.\none fault in the contracts:\na.feature:7:5: Expected x\n',
  )
})
