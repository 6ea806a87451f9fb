/** The entry of a worker thread: loads the function, then answers what the main thread sends. */
import { parentPort, workerData } from 'node:worker_threads'
import { HandlerError, ModelError } from './errors.ts'
import { describeFailure } from './failure.ts'
import { locateError } from './location.ts'
import type { OfficialOutcome } from './official/official-runner.ts'
import { readClockMs } from './steps.ts'
import {
  CELLS,
  type Job,
  type JobMessage,
  type JobReport,
  type WorkerMessage,
  type WorkerOptions,
} from './worker-messages.ts'

const options: WorkerOptions = workerData

interface Runner {
  readonly device: string
  run(job: Job): Promise<OfficialOutcome>
}

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

/** The libraries of pictures and models are loaded where they are used alone. */
async function loadRunner(): Promise<Runner> {
  const { folder, bodyLimits, form } = options
  if (form === 'vouch') {
    const { loadVisionRunner } = require('./vision-runner') as typeof import('./vision-runner.ts')
    return loadVisionRunner(options)
  }
  const { loadOfficialRunner } = require('./official/official-runner') as typeof import('./official/official-runner.ts')
  const run = await loadOfficialRunner({
    folder,
    bodyLimits,
    onStray: (what, error) => send({ kind: 'stray', what, failure: describeFailure(error, folder) }),
  })
  return { run, device: '' }
}

function toReport(id: number, startedMs: number, { result, ...rest }: OfficialOutcome): JobReport {
  const told = 'answer' in result ? result : { failure: describeFailure(result.error, options.folder) }
  return { id, startedMs, result: told, ...rest }
}

async function take(message: JobMessage, { run }: Runner): Promise<void> {
  Atomics.add(options.progress, CELLS.taken, 1)
  if (message.kind !== 'job') return
  const startedMs = readClockMs()
  send({ kind: 'done', report: toReport(message.job.id, startedMs, await run(message.job)) })
}

async function start(): Promise<void> {
  try {
    const runner = await loadRunner()
    parentPort?.on('message', (message: JobMessage) => take(message, runner))
    send({ kind: 'ready', device: runner.device })
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error('A value that is no error was thrown.')
    const isOurs = error instanceof ModelError || error instanceof HandlerError
    const message = isOurs ? error.message : 'The handler could not be loaded.'
    send({ kind: 'failed', type: error.name, message, location: locateError(error, options.folder) })
  }
}

void start()
