import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { InternalError } from './errors.ts'
import type { FunctionOptions } from './function.ts'
import { readClockMs } from './steps.ts'
import type { Job, JobReport, WorkerMessage } from './worker-messages.ts'

/** A job in the pool, and what its owner hears of it. */
export interface PoolTask {
  readonly job: Job
  onStart(atMs: number): void
  onReport(report: JobReport): void
  onLost(error: InternalError): void
}

/** A worker could not load the function. The message is safe to log. */
export class WorkerStartError extends Error {
  readonly type: string
  readonly location: string | undefined

  constructor({ type, message, location }: { type: string; message: string; location: string | undefined }) {
    super(message)
    this.type = type
    this.location = location
  }
}

interface WorkerSlot {
  readonly worker: Worker
  readonly inferring: Int32Array<SharedArrayBuffer>
  task: PoolTask | undefined
}

/** Worker threads behind one queue: the next free worker takes the oldest task. */
export class WorkerPool {
  readonly #onWorkerLost: (left: number) => void
  readonly #slots = new Set<WorkerSlot>()
  readonly #queue = new Set<PoolTask>()
  #starting: Promise<unknown> = Promise.resolve()
  #closing = false

  /** @param onWorkerLost hears how many workers are left when one ends by itself */
  constructor(onWorkerLost: (left: number) => void) {
    this.#onWorkerLost = onWorkerLost
  }

  get queued(): number {
    return this.#queue.size
  }

  get size(): number {
    return this.#slots.size
  }

  get idle(): number {
    let idle = 0
    for (const slot of this.#slots) if (slot.task === undefined) idle++
    return idle
  }

  /**
   * Starts one more worker and waits until it has loaded and warmed up the function.
   *
   * @returns the device that it runs on
   * @throws WorkerStartError when it cannot load the function
   */
  addWorker(options: FunctionOptions): Promise<string> {
    const inferring = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
    const worker = new Worker(join(__dirname, `worker${extname(__filename)}`), {
      workerData: { ...options, inferring },
    })
    const slot: WorkerSlot = { worker, inferring, task: undefined }
    const started = new Promise<string>((resolve, reject) => {
      worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'done') return this.#finish(slot, message.report)
        if (message.kind === 'failed') return reject(new WorkerStartError(message))
        this.#slots.add(slot)
        this.#assign(slot)
        return resolve(message.device)
      })
      worker.on('error', (error) => reject(new WorkerStartError(describeCrash(error))))
      worker.on('exit', () => {
        reject(new WorkerStartError(describeCrash(undefined)))
        this.#lose(slot)
      })
    })
    this.#starting = Promise.allSettled([this.#starting, started])
    return started
  }

  submit(task: PoolTask): void {
    this.#queue.add(task)
    const idle = [...this.#slots].find((slot) => slot.task === undefined)
    if (idle !== undefined) this.#assign(idle)
  }

  /** Takes a task back that no worker has begun. */
  withdraw(task: PoolTask): void {
    this.#queue.delete(task)
  }

  /** Tells whether a worker has begun to run the model for a task that is not reported yet. */
  isInferring(task: PoolTask): boolean {
    for (const slot of this.#slots) {
      if (slot.task === task) return Atomics.load(slot.inferring, 0) === task.job.id
    }
    return false
  }

  /** Ends the workers. One that is still loading is waited for: native code that is cut off in its load aborts the process. */
  async close(): Promise<void> {
    this.#closing = true
    await this.#starting
    await Promise.all([...this.#slots].map(({ worker }) => worker.terminate()))
  }

  #assign(slot: WorkerSlot): void {
    const [task] = this.#queue
    if (task === undefined) return
    this.#queue.delete(task)
    slot.task = task
    task.onStart(readClockMs())
    slot.worker.postMessage(task.job, [task.job.body.buffer])
  }

  #finish(slot: WorkerSlot, report: JobReport): void {
    const { task } = slot
    slot.task = undefined
    this.#assign(slot)
    task?.onReport(report)
  }

  #lose(slot: WorkerSlot): void {
    if (!this.#slots.delete(slot) || this.#closing) return
    slot.task?.onLost(new InternalError('internal-error'))
    if (this.#slots.size === 0) {
      for (const task of this.#queue) task.onLost(new InternalError('internal-error'))
      this.#queue.clear()
    }
    this.#onWorkerLost(this.#slots.size)
  }
}

function describeCrash(error: unknown): ConstructorParameters<typeof WorkerStartError>[0] {
  const type = error instanceof Error ? error.name : 'Error'
  return { type, message: 'The worker ended while it loaded the function.', location: undefined }
}
