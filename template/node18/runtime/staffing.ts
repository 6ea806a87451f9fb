import { setTimeout as sleep } from 'node:timers/promises'
import type { WorkerPool } from './pool.ts'

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 30_000
/** Without any worker, the process is of no use after so many starts in vain. */
const HOPELESS_STARTS = 3

export interface StaffingOptions {
  readonly pool: Pick<WorkerPool, 'size' | 'stuck'>
  /** How many workers there should be. */
  readonly workers: number
  addWorker(): Promise<unknown>
  /** A worker was started in the place of one that was lost. */
  onReplaced(): void
  onStartFailed(error: unknown, pauseMs: number): void
  /** No worker is left, and none can be started. */
  onHopeless(): void
  readonly sleep?: (ms: number) => Promise<unknown>
}

/** Keeps the workers of a pool at their number: one start at a time, pauses between starts that fail. */
export class Staffing {
  readonly #options: StaffingOptions
  #isFilling = false
  #isClosed = false

  constructor(options: StaffingOptions) {
    this.#options = options
  }

  close(): void {
    this.#isClosed = true
  }

  /**
   * Starts workers until there are enough. While more are stuck than there should be, none is added: memory is bounded.
   *
   * @param isReplacing false for the first ones
   */
  async fill(isReplacing = true): Promise<void> {
    if (this.#isFilling) return
    this.#isFilling = true
    for (let failures = 0; this.#isShort; ) failures = (await this.#add(isReplacing, failures)) ? 0 : failures + 1
    this.#isFilling = false
  }

  get #isShort(): boolean {
    const { pool, workers } = this.#options
    return !this.#isClosed && pool.size < workers && pool.stuck <= workers
  }

  async #add(isReplacing: boolean, failures: number): Promise<boolean> {
    const { pool, addWorker, onReplaced, onStartFailed, onHopeless } = this.#options
    try {
      await addWorker()
      if (isReplacing) onReplaced()
      return true
    } catch (error) {
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS)
      if (this.#isClosed) return false
      onStartFailed(error, pauseMs)
      if (pool.size === 0 && failures + 1 >= HOPELESS_STARTS) {
        this.close()
        onHopeless()
      } else await (this.#options.sleep ?? wait)(pauseMs)
      return false
    }
  }
}

/** Does not keep a process that ends. */
function wait(ms: number): Promise<unknown> {
  return sleep(ms, undefined, { ref: false })
}
