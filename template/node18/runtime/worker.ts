/** The entry of a worker thread: loads the function, then answers one job at a time. */
import { parentPort, workerData } from 'node:worker_threads'
import { ModelError } from './errors.ts'
import { describeFailure } from './failure.ts'
import { type LoadedFunction, loadFunction, type Outcome } from './function.ts'
import { locateError } from './location.ts'
import { DEVICE } from './session.ts'
import type { Job, JobReport, WorkerMessage, WorkerOptions } from './worker-messages.ts'

const options: WorkerOptions = workerData

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

function toReport({ result, ...rest }: Outcome): JobReport {
  return { result: 'answer' in result ? result : { failure: describeFailure(result.error, options.folder) }, ...rest }
}

async function runJob(loaded: LoadedFunction, job: Job): Promise<void> {
  const { buffer, byteOffset, byteLength } = job.body
  const request = {
    body: Buffer.from(buffer, byteOffset, byteLength),
    query: new URLSearchParams(job.query),
    contentType: job.contentType,
  }
  const outcome = await loaded.run(request, () => Atomics.store(options.inferring, 0, job.id))
  send({ kind: 'done', report: toReport(outcome) })
}

async function start(): Promise<void> {
  try {
    const loaded = await loadFunction(options)
    parentPort?.on('message', (job: Job) => runJob(loaded, job))
    send({ kind: 'ready', device: DEVICE })
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error('A value that is no error was thrown.')
    const message = error instanceof ModelError ? error.message : 'The handler could not be loaded.'
    send({ kind: 'failed', type: error.name, message, location: locateError(error, options.folder) })
  }
}

void start()
