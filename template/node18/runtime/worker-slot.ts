import { extname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Failure } from './failure.ts'
import {
  CELLS,
  type Job,
  type JobMessage,
  type JobReport,
  type Progress,
  type StartFailure,
  type Stray,
  type ThreadData,
  type WorkerMessage,
  type WorkerSetUp,
} from './worker-messages.ts'

const CELL_COUNT = Object.keys(CELLS).length
const POLL_MS = 20

/** A worker could not load the function. The message is safe to log. */
export class WorkerStartError extends Error {
  readonly type: string
  readonly location: string | undefined

  constructor({ type, message, location }: StartFailure) {
    super(message)
    this.type = type
    this.location = location
  }
}

/** What the owner of a worker hears of it after its start. */
export interface WorkerEvents {
  onReport(report: JobReport): void
  onStray(what: Stray, failure: Failure): void
  /** @param reason the code of the error that ended the thread, such as ERR_WORKER_OUT_OF_MEMORY */
  onExit(reason: string): void
}

/** One worker thread, seen from the main thread. It loads its libraries at once, and waits for what to load with them. */
export class WorkerSlot {
  readonly #started: Promise<string>
  readonly #worker: Worker
  #events: WorkerEvents | undefined
  readonly #progress: Progress = new Int32Array(new SharedArrayBuffer(CELL_COUNT * Int32Array.BYTES_PER_ELEMENT))
  #posted = 0
  #hasExited = false

  /** @param folder the handler's, absolute */
  constructor(folder: string) {
    this.#worker = new Worker(join(__dirname, `worker${extname(__filename)}`), {
      workerData: { folder, progress: this.#progress } satisfies ThreadData,
    })
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    this.#started = promise
    promise.catch(() => {}) // told to who calls `load`
    let reason = 'exit'
    this.#worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'done') return this.#events?.onReport(message.report)
      if (message.kind === 'stray') return this.#events?.onStray(message.what, message.failure)
      return message.kind === 'ready' ? resolve(message.device) : reject(new WorkerStartError(message))
    })
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      reason = error.code ?? error.name
    })
    this.#worker.on('exit', () => {
      this.#hasExited = true
      const message = 'The worker ended while it loaded the function.'
      reject(new WorkerStartError({ type: reason, message, location: undefined }))
      this.#events?.onExit(reason)
    })
  }

  /**
   * Waits until the worker has loaded and warmed up the function.
   *
   * @returns the device that it runs on
   * @throws WorkerStartError when it cannot load the function
   */
  load(setUp: WorkerSetUp, events: WorkerEvents): Promise<string> {
    this.#events = events
    this.#send({ kind: 'load', setUp }, [])
    return this.#started
  }

  /** Messages that the worker has not taken up, those that cancel aside. */
  get untaken(): number {
    return this.#posted - Atomics.load(this.#progress, CELLS.taken)
  }

  /** @returns the number of the message, for `hasTaken` */
  post(job: Job): number {
    return this.#send({ kind: 'job', job }, [job.body.buffer])
  }

  /** Tells the worker that nobody waits for a job any more; it is not counted, since nothing is to be done. */
  cancel(jobId: number): void {
    this.#worker.postMessage({ kind: 'cancel', jobId } satisfies JobMessage)
  }

  /** Asks for a sign of life: a worker whose JavaScript runs takes it up. */
  look(): number {
    return this.#send({ kind: 'look' }, [])
  }

  hasTaken(messageNumber: number): boolean {
    return Atomics.load(this.#progress, CELLS.taken) >= messageNumber
  }

  /** Tells whether the worker has begun to run the model for a job. */
  isInferring(jobId: number): boolean {
    return Atomics.load(this.#progress, CELLS.inferring) === jobId
  }

  /** Ends the thread; waits as long as native code holds it, and leaves a model run or a decoding its end: see the guard. */
  async end(): Promise<void> {
    Atomics.store(this.#progress, CELLS.retired, 1)
    while (Atomics.load(this.#progress, CELLS.native) > 0 && !this.#hasExited) await sleep(POLL_MS)
    await this.#worker.terminate()
  }

  #send(message: JobMessage, transfer: ArrayBuffer[]): number {
    this.#worker.postMessage(message, transfer)
    return ++this.#posted
  }
}
