import { InternalError } from './errors.ts'
import type { Failure } from './failure.ts'
import { readClockMs } from './steps.ts'
import type { Job, JobReport, Stray, WorkerSetUp } from './worker-messages.ts'
import { WorkerSlot } from './worker-slot.ts'

/** How long a worker may take to show that its JavaScript runs, or to end when it is told to. */
const LOOK_MS = 1000
/** What is left of the workers when the process ends is cut off after this. */
const CLOSE_MS = 1000

/** A job in the pool, and what its owner hears of it. */
export interface PoolTask {
  readonly job: Job
  onStart(atMs: number): void
  onReport(report: JobReport): void
  onLost(error: InternalError): void
}

export interface PoolOptions {
  /** A thread that waits for what to load. */
  readonly firstWorker: WorkerSlot
  /** How many jobs a worker has in hand at once: 1 where it may be ended for one that is late; Infinity for official-style handlers. */
  readonly maxInHand: number
  /** A job that runs longer than this is not waited for. */
  readonly limitMs: number
  /** Hears of a worker that ended by itself, or was ended because it ran out of time. */
  onWorkerLost(reason: string): void
  /** Hears when a worker that was told to end does not, and when it has ended at last. */
  onStuckChange(): void
  onStray(what: Stray, failure: Failure): void
}

interface Running {
  readonly task: PoolTask
  readonly messageNumber: number
  readonly timer: NodeJS.Timeout
}

/** A worker that serves, and its jobs. */
interface Seat {
  readonly slot: WorkerSlot
  readonly running: Map<number, Running>
}

/** Worker threads behind one queue: the next free worker takes the oldest task. */
export class WorkerPool {
  readonly #options: PoolOptions
  readonly #seats = new Set<Seat>()
  readonly #ending = new Set<WorkerSlot>()
  readonly #stuck = new Set<WorkerSlot>()
  readonly #queue = new Set<PoolTask>()
  #waiting: WorkerSlot | undefined
  #starting: Promise<unknown> = Promise.resolve()
  #closing = false

  constructor(options: PoolOptions) {
    this.#options = options
    this.#waiting = options.firstWorker
  }

  /** Tasks that no handler has taken up. */
  get queued(): number {
    return this.#queue.size + this.untaken
  }

  /** Tasks that wait in a worker which takes any number: 0 for our own handlers, whose tasks wait here. */
  get untaken(): number {
    let untaken = 0
    if (this.#options.maxInHand === Number.POSITIVE_INFINITY)
      for (const { slot } of this.#seats) untaken += slot.untaken
    return untaken
  }

  /** Workers that serve. */
  get size(): number {
    return this.#seats.size
  }

  /** Workers that were told to end and do not. */
  get stuck(): number {
    return this.#stuck.size
  }

  /** Tasks that would be taken at once; a worker that takes any number promises none. */
  get idle(): number {
    const { maxInHand } = this.#options
    let idle = 0
    if (maxInHand === Number.POSITIVE_INFINITY) return idle
    for (const { running } of this.#seats) idle += maxInHand - running.size
    return idle
  }

  /**
   * Takes one more worker, the first one or a new one, and waits until it has loaded and warmed up the function.
   *
   * @returns the device that it runs on
   * @throws WorkerStartError when it cannot load the function
   */
  async addWorker(setUp: WorkerSetUp): Promise<string> {
    const slot = this.#waiting ?? new WorkerSlot(setUp.folder)
    this.#waiting = undefined
    const seat: Seat = { slot, running: new Map() }
    const started = slot.load(setUp, {
      onReport: (report) => this.#finish(seat, report),
      onStray: this.#options.onStray,
      onExit: (reason) => this.#lose(seat, reason),
    })
    this.#starting = Promise.allSettled([this.#starting, started])
    const device = await started
    this.#seats.add(seat)
    this.#assign()
    return device
  }

  submit(task: PoolTask): void {
    this.#queue.add(task)
    this.#assign()
  }

  /** Takes a task back; a worker that has it is told that nobody waits any more. */
  withdraw(task: PoolTask): void {
    this.#queue.delete(task)
    const { id } = task.job
    for (const { slot, running } of this.#seats) if (running.has(id)) slot.cancel(id)
  }

  /** Tells whether the model run of a task that is not reported yet was begun; where a worker serves many, its call. */
  hasBegun({ job }: PoolTask): boolean {
    for (const { slot, running } of this.#seats) {
      const found = running.get(job.id)
      if (found !== undefined) return this.#isShared ? slot.hasTaken(found.messageNumber) : slot.isInferring(job.id)
    }
    return false
  }

  /**
   * Ends the workers. One that is still loading is waited for: native code that is cut off in its load aborts the process.
   *
   * @returns false when a worker does not end, so that the process cannot end in the usual way
   */
  async close(): Promise<boolean> {
    this.#closing = true
    await this.#starting
    const waiting = this.#waiting === undefined ? [] : [this.#waiting]
    const slots = [...[...this.#seats].map(({ slot }) => slot), ...this.#ending, ...waiting]
    const ended = Promise.all(slots.map((slot) => slot.end())).then(() => true)
    const { promise: late, resolve } = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => resolve(false), CLOSE_MS)
    const isEnded = await Promise.race([ended, late])
    clearTimeout(timer)
    return isEnded
  }

  get #isShared(): boolean {
    return this.#options.maxInHand > 1
  }

  #assign(): void {
    for (const seat of this.#seats) {
      while (seat.running.size < this.#options.maxInHand) {
        const [task] = this.#queue
        if (task === undefined) return
        this.#queue.delete(task)
        this.#begin(seat, task)
      }
    }
  }

  #begin(seat: Seat, task: PoolTask): void {
    task.onStart(readClockMs())
    const messageNumber = seat.slot.post(task.job)
    const timer = setTimeout(() => this.#overrun(seat, task), this.#options.limitMs)
    seat.running.set(task.job.id, { task, messageNumber, timer })
  }

  #finish(seat: Seat, report: JobReport): void {
    const running = this.#leave(seat, report.id)
    this.#assign()
    running?.task.onReport(report)
  }

  #leave({ running }: Seat, jobId: number): Running | undefined {
    const found = running.get(jobId)
    clearTimeout(found?.timer)
    running.delete(jobId)
    return found
  }

  /** Its caller has been answered. A worker that serves many may go on with the others, if it goes on at all. */
  #overrun(seat: Seat, task: PoolTask): void {
    if (!this.#isShared) {
      this.#giveUp(seat)
      return
    }
    this.#leave(seat, task.job.id)
    const messageNumber = seat.slot.look()
    setTimeout(() => {
      if (!seat.slot.hasTaken(messageNumber)) this.#giveUp(seat)
    }, LOOK_MS)
  }

  /** Native code cannot be stopped: the thread is told to end, and replaced whether it does or not. */
  #giveUp(seat: Seat): void {
    if (!this.#seats.delete(seat)) return
    this.#ending.add(seat.slot)
    this.#loseTasks(seat)
    void seat.slot.end()
    setTimeout(() => this.#checkEnded(seat.slot), LOOK_MS)
    this.#options.onWorkerLost('deadline')
  }

  #checkEnded(slot: WorkerSlot): void {
    if (!this.#ending.has(slot)) return
    this.#stuck.add(slot)
    this.#options.onStuckChange()
  }

  #lose(seat: Seat, reason: string): void {
    this.#ending.delete(seat.slot)
    if (this.#closing) return
    if (this.#stuck.delete(seat.slot)) this.#options.onStuckChange()
    if (!this.#seats.delete(seat)) return
    this.#loseTasks(seat)
    this.#options.onWorkerLost(reason)
  }

  #loseTasks({ running }: Seat): void {
    for (const { task, timer } of running.values()) {
      clearTimeout(timer)
      task.onLost(new InternalError('internal-error'))
    }
    running.clear()
  }
}
