import { AvailabilityError } from './errors.ts'
import { CELLS, type Progress } from './worker-messages.ts'

/** Runs native code, or refuses to. */
export type NativeGuard = <T>(work: () => Promise<T>) => Promise<T>

/**
 * Makes decoding and model runs known to the main thread: a thread that is ended within one aborts the whole process.
 * Each side writes its own cell before it reads the other's, so that either this refuses or the main thread waits.
 */
export function createNativeGuard(progress: Progress): NativeGuard {
  return async (work) => {
    Atomics.add(progress, CELLS.native, 1)
    try {
      if (Atomics.load(progress, CELLS.retired) === 1) throw new AvailabilityError('not-ready', { state: 'ending' })
      return await work()
    } finally {
      Atomics.sub(progress, CELLS.native, 1)
    }
  }
}
