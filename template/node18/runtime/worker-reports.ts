import { EVENTS, type LogValues } from './conventions.ts'
import type { Failure } from './failure.ts'
import type { Log } from './log.ts'
import type { WorkerPool } from './pool.ts'
import type { Stray } from './worker-messages.ts'
import { WorkerStartError } from './worker-slot.ts'

const STRAY_MESSAGES = {
  'late-answer': 'The handler answered a request twice: the second answer is lost',
  'stray-error': 'The handler failed outside of any request',
} as const satisfies Record<Stray, string>

/** Tells log and metrics what becomes of the workers. */
export class WorkerReports {
  readonly #log: Log
  readonly #countLost: (reason: string) => void
  readonly #pool: Pick<WorkerPool, 'size' | 'stuck'>

  constructor(log: Log, countLost: (reason: string) => void, pool: Pick<WorkerPool, 'size' | 'stuck'>) {
    this.#log = log
    this.#countLost = countLost
    this.#pool = pool
  }

  lost(reason: string): void {
    this.#countLost(reason)
    const message = reason === 'deadline' ? 'A worker ran out of time and was ended' : 'A worker ended by itself'
    this.#log.write('error', EVENTS.workerFailed, message, { errorType: reason, workers: this.#pool.size })
  }

  stuckChanged(): void {
    const { stuck } = this.#pool
    const message = 'Workers that were told to end and do not'
    this.#log.write(stuck > 0 ? 'error' : 'info', EVENTS.workerStuck, message, { workers: stuck })
  }

  replaced(): void {
    this.#log.write('info', EVENTS.workerReplaced, 'Another worker serves', { workers: this.#pool.size })
  }

  startFailed(error: unknown, pauseMs: number): void {
    const message = `A worker could not be started: the next try is in ${pauseMs} ms`
    this.#log.write('error', EVENTS.workerStartFailed, message, {
      workers: this.#pool.size,
      ...describeStartError(error),
    })
  }

  stray(what: Stray, { type, location }: Failure): void {
    this.#log.write('warn', EVENTS.handlerStray, STRAY_MESSAGES[what], {
      errorType: what === 'late-answer' ? what : type,
      location,
    })
  }
}

function describeStartError(error: unknown): LogValues {
  if (!(error instanceof WorkerStartError)) return { errorType: 'Error' }
  return { errorType: error.type, errorMessage: error.message, location: error.location }
}
