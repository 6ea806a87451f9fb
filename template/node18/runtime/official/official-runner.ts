import { AsyncLocalStorage } from 'node:async_hooks'
import { HANDLER_STEP } from '../conventions.ts'
import type { Outcome } from '../handler-call.ts'
import { StepRecorder } from '../steps.ts'
import type { Job, JobAnswer, Stray } from '../worker-messages.ts'
import type { BodyLimits } from './body-limits.ts'
import { type Ending, HandlerContext } from './context.ts'
import { type HandlerEvent, makeEvent } from './event.ts'
import { loadOfficialHandler, type OfficialHandler } from './load-handler.ts'
import { toJobAnswer } from './to-answer.ts'

type Result = { readonly answer: JobAnswer } | { readonly error: unknown }
export type OfficialOutcome = Omit<Outcome, 'result'> & { readonly result: Result }

interface RunnerOptions {
  readonly folder: string
  readonly bodyLimits: BodyLimits
  /** Hears of what no request can be answered with any more. */
  onStray(what: Stray, error: unknown): void
}

/** They are read around model runs, which are not seen here. */
const NO_COUNTERS = { majorPageFaults: 0, throttledPeriods: undefined, throttledSec: undefined }

const calls = new AsyncLocalStorage<OfficialCall>()

/**
 * Loads an official-style handler for this thread. Many requests are in flight in it at once, and its module keeps its state
 * between them, as in the official templates. An error that nobody caught ends the request that it belongs to, not the thread.
 */
export async function loadOfficialRunner(options: RunnerOptions): Promise<(job: Job) => Promise<OfficialOutcome>> {
  const handler = await loadOfficialHandler(options.folder)
  const onUncaught = (error: unknown) => {
    const call = calls.getStore()
    if (call?.fail(error) !== true) options.onStray('stray-error', error)
  }
  process.on('uncaughtException', onUncaught)
  process.on('unhandledRejection', onUncaught)
  return async (job) => {
    const recorder = new StepRecorder(() => NO_COUNTERS)
    const result = await answer(job, handler, recorder, options)
    return { result, steps: recorder.steps, picture: undefined, batchSize: undefined }
  }
}

async function answer(
  job: Job,
  handler: OfficialHandler,
  recorder: StepRecorder,
  { bodyLimits, onStray }: RunnerOptions,
): Promise<Result> {
  try {
    const event = await makeEvent(job, bodyLimits)
    const call = new OfficialCall(onStray)
    return { answer: await recorder.measureAsync(HANDLER_STEP, () => calls.run(call, () => call.run(handler, event))) }
  } catch (error) {
    return { error }
  }
}

/** One request in the hands of an official-style handler. */
class OfficialCall {
  readonly #onStray: RunnerOptions['onStray']
  readonly #context: HandlerContext
  readonly #ended = Promise.withResolvers<Ending>()
  #isEnded = false

  constructor(onStray: RunnerOptions['onStray']) {
    this.#onStray = onStray
    this.#context = new HandlerContext((ending) => this.#end(ending))
  }

  async run(handler: OfficialHandler, event: HandlerEvent): Promise<JobAnswer> {
    this.#call(handler, event)
    return toJobAnswer(await this.#ended.promise, this.#context)
  }

  /** @returns false when the request is answered already */
  fail(error: unknown): boolean {
    if (this.#isEnded) return false
    this.#isEnded = true
    this.#ended.reject(error)
    return true
  }

  async #call(handler: OfficialHandler, event: HandlerEvent): Promise<void> {
    try {
      const context = this.#context
      const returned = handler(event, context, (error, value) => (error ? context.fail(error) : context.succeed(value)))
      const isPending = returned === undefined && handler.length >= 3 // it took the callback, and will call it
      if (isPending) return
      const value = await returned
      if (!this.#isEnded) context.succeed(value)
    } catch (error) {
      if (!this.fail(error)) this.#onStray('stray-error', error)
    }
  }

  #end(ending: Ending): void {
    if (this.#isEnded) this.#onStray('late-answer', undefined)
    this.#isEnded = true
    this.#ended.resolve(ending)
  }
}
