/** The entry of a worker thread: loads the function, then answers what the main thread sends. */
import { parentPort, workerData } from 'node:worker_threads'
import { HandlerError, ModelError } from './errors.ts'
import { describeFailure } from './failure.ts'
import { findHandlerForm } from './handler-form.ts'
import { locateError } from './location.ts'
import { createNativeGuard } from './native-guard.ts'
import type { OfficialOutcome } from './official/official-runner.ts'
import { readClockMs } from './steps.ts'
import {
  CELLS,
  type Job,
  type JobMessage,
  type JobReport,
  type Stray,
  type ThreadData,
  type WorkerMessage,
  type WorkerSetUp,
} from './worker-messages.ts'

const { folder, progress }: ThreadData = workerData
const guardNative = createNativeGuard(progress)

interface Runner {
  readonly device: string
  run(job: Job): Promise<OfficialOutcome>
  cancel(jobId: number): void
}

type LoadRunner = (setUp: WorkerSetUp) => Promise<Runner>

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

/** The libraries of pictures and models are loaded where they are used alone. */
async function loadLibraries(): Promise<LoadRunner> {
  if (findHandlerForm(folder) === 'vouch') {
    const { loadVisionRunner } = require('./vision-runner') as typeof import('./vision-runner.ts')
    return (setUp) => loadVisionRunner(setUp, progress)
  }
  const { loadOfficialRunner } = require('./official/official-runner') as typeof import('./official/official-runner.ts')
  const onStray = (what: Stray, error: unknown) =>
    send({ kind: 'stray', what, failure: describeFailure(error, folder) })
  return async ({ bodyLimits }) => {
    const run = await loadOfficialRunner({ folder, bodyLimits, onStray })
    return { run, cancel() {}, device: '' } // the official contract knows no way to tell the handler
  }
}

function toReport(id: number, startedMs: number, { result, ...rest }: OfficialOutcome): JobReport {
  const told = 'answer' in result ? result : { failure: describeFailure(result.error, folder) }
  return { id, startedMs, result: told, ...rest }
}

/** From its first moment; the guard lets nobody end the thread meanwhile. */
const libraries = guardNative(loadLibraries)
libraries.catch(() => {}) // told when the function is loaded
let runner: Runner

async function load(setUp: WorkerSetUp): Promise<void> {
  try {
    const loadRunner = await libraries
    runner = await guardNative(() => loadRunner(setUp))
    send({ kind: 'ready', device: runner.device })
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error('A value that is no error was thrown.')
    const isOurs = error instanceof ModelError || error instanceof HandlerError
    const message = isOurs ? error.message : 'The handler could not be loaded.'
    send({ kind: 'failed', type: error.name, message, location: locateError(error, folder) })
  }
}

async function answer(job: Job): Promise<void> {
  const startedMs = readClockMs()
  send({ kind: 'done', report: toReport(job.id, startedMs, await runner.run(job)) })
}

parentPort?.on('message', (message: JobMessage) => {
  if (message.kind === 'cancel') return runner.cancel(message.jobId)
  Atomics.add(progress, CELLS.taken, 1)
  if (message.kind === 'load') void load(message.setUp)
  if (message.kind === 'job') void answer(message.job)
})
