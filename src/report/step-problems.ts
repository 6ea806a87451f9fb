import type { CoordinatorEventValues } from '@cucumber/cucumber/api'
import { visibleText } from './inert-text.ts'

type Envelope = CoordinatorEventValues['message']
type TestStepResult = NonNullable<Envelope['testStepFinished']>['testStepResult']

const QUIET = new Set(['PASSED', 'SKIPPED', 'UNKNOWN'])

/** What was thrown before the first scenario, without its stack: every line of it counts, such as one a fault. */
function causeOf({ exception, message }: TestStepResult): string {
  return exception?.message ?? message ?? 'a hook failed'
}

/** Collects, from Cucumber's messages, the steps that did not run well: one line each. */
export class StepProblems {
  readonly #pickleSteps = new Map<string, string>()
  readonly #testSteps = new Map<string, string>()
  readonly #lines: string[] = []

  receive(message: Envelope): void {
    const { pickle, testCase, testStepFinished, parseError } = message
    for (const step of pickle?.steps ?? [])
      this.#pickleSteps.set(step.id, `${pickle?.uri}: ${pickle?.name}: ${step.text}`)
    for (const step of testCase?.testSteps ?? []) {
      const text = step.pickleStepId === undefined ? 'a hook' : this.#pickleSteps.get(step.pickleStepId)
      this.#testSteps.set(step.id, text ?? 'a step')
    }
    const hook = message.testRunHookFinished?.result
    if (hook?.status === 'FAILED') this.#lines.push(...causeOf(hook).split('\n').map(visibleText))
    if (parseError) this.#lines.push(`UNREADABLE ${parseError.source.uri}: ${visibleText(parseError.message)}`)
    if (testStepFinished) this.#finish(testStepFinished.testStepId, testStepFinished.testStepResult)
  }

  #finish(id: string, result: TestStepResult): void {
    if (QUIET.has(result.status)) return
    const [cause = ''] = (result.message ?? '').split('\n')
    this.#lines.push(
      visibleText(`${result.status} ${this.#testSteps.get(id) ?? id}${cause === '' ? '' : `: ${cause}`}`),
    )
  }

  lines(): readonly string[] {
    return this.#lines
  }
}
