import { readClockMs } from '#runtime/steps'

/** Times the stages of one request. */
export class StageClock {
  /** Milliseconds of each stage that ended, calls that were repeated included. */
  readonly headers: Record<string, number> = {}

  async time<T>(stage: string, work: Promise<T>): Promise<T> {
    const startMs = readClockMs()
    const result = await work
    this.headers[`x-vouch-${stage}-ms`] = Math.round((readClockMs() - startMs) * 100) / 100
    return result
  }
}
