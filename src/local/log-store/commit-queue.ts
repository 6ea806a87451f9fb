import type { PushedStream } from './push-request.ts'

type Write = (streams: readonly PushedStream[]) => void

interface Waiting {
  readonly streams: readonly PushedStream[]
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/** Joins the pushes that arrive together into one transaction: one flush to the disk serves them all. */
export class CommitQueue {
  readonly #write: Write
  #waiting: Waiting[] = []

  constructor(write: Write) {
    this.#write = write
  }

  /** @returns when the entries are on the disk. @throws what the write throws; then none of them is stored */
  push(streams: readonly PushedStream[]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#commit())
      this.#waiting.push({ streams, resolve, reject })
    })
  }

  #commit(): void {
    const batch = this.#waiting
    this.#waiting = []
    try {
      this.#write(batch.flatMap(({ streams }) => streams))
      for (const { resolve } of batch) resolve()
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
}
