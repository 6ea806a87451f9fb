import type { Registry } from 'prom-client'
import type { Log } from './log.ts'
import { WorkerPool } from './pool.ts'
import { Staffing } from './staffing.ts'
import type { WorkerSetUp } from './worker-messages.ts'
import { addWorkerMetrics } from './worker-metrics.ts'
import { WorkerReports } from './worker-reports.ts'
import type { WorkerSlot } from './worker-slot.ts'

export interface WorkforceOptions {
  readonly log: Log
  readonly registry: Registry
  /** A thread that waits for what to load. */
  readonly firstWorker: WorkerSlot
  /** How many workers there should be. */
  readonly workers: number
  /** How many requests a worker has in hand at once. */
  readonly maxInHand: number
  readonly execTimeoutMs: number
  droppedLines(): number
  /** Workers hang, or have ended after all. */
  onStuckChange(): void
  /** No worker is left, and none can be started. */
  onHopeless(): void
}

/** The workers of one function: started, watched, replaced, told of. */
export class Workforce {
  readonly pool: WorkerPool
  readonly #options: WorkforceOptions
  readonly #reports: WorkerReports
  #staffing: Staffing | undefined

  constructor(options: WorkforceOptions) {
    const { log, registry, firstWorker, maxInHand, execTimeoutMs, droppedLines } = options
    this.#options = options
    this.pool = new WorkerPool({
      firstWorker,
      maxInHand,
      limitMs: execTimeoutMs,
      onWorkerLost: (reason) => this.#replace(() => this.#reports.lost(reason)),
      onStuckChange: () => this.#replace(() => this.#tellStuck()),
      onStray: (what, failure) => this.#reports.stray(what, failure),
    })
    const load = { ready: () => this.pool.size, stuck: () => this.pool.stuck, droppedLines }
    this.#reports = new WorkerReports(log, addWorkerMetrics(registry, load), this.pool)
  }

  /** False when as many workers hang as there should be: only a new process is of use. */
  get isAlive(): boolean {
    return this.pool.stuck < this.#options.workers
  }

  /**
   * Lets the first worker load the function.
   *
   * @returns the device that it runs on
   * @throws WorkerStartError
   */
  start(setUp: WorkerSetUp): Promise<string> {
    this.#staffing = new Staffing({
      pool: this.pool,
      workers: this.#options.workers,
      addWorker: () => this.pool.addWorker(setUp),
      onReplaced: () => this.#reports.replaced(),
      onStartFailed: (error, pauseMs) => this.#reports.startFailed(error, pauseMs),
      onHopeless: () => this.#options.onHopeless(),
    })
    return this.pool.addWorker(setUp)
  }

  /** Starts the other workers, while the first one serves. */
  async startOthers(): Promise<void> {
    await this.#staffing?.fill(false)
  }

  /** No worker is started any more. */
  stopReplacing(): void {
    this.#staffing?.close()
  }

  /** @returns false when a worker does not end */
  close(): Promise<boolean> {
    this.stopReplacing()
    return this.pool.close()
  }

  #replace(tell: () => void): void {
    tell()
    void this.#staffing?.fill()
  }

  #tellStuck(): void {
    this.#reports.stuckChanged()
    this.#options.onStuckChange()
  }
}
