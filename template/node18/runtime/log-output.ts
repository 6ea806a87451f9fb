import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

const MAX_WAITING_BYTES = 1024 * 1024
const FLUSH_MS = 1000
const POLL_MS = 10

/**
 * Where log lines go. A reader that stalls holds up no request: lines wait in memory up to a bound, then they are dropped and
 * counted until all that waits is read.
 */
export class LogOutput {
  readonly #stream: Pick<Writable, 'write' | 'on' | 'writableLength'>
  readonly #onResumed: (lostLines: number) => void
  #droppedLines = 0
  #toldLines = 0
  #isDropping = false
  #isGone = false

  /** @param onResumed hears how many lines were lost when the reader reads again */
  constructor(stream: Pick<Writable, 'write' | 'on' | 'writableLength'>, onResumed: (lostLines: number) => void) {
    this.#stream = stream
    this.#onResumed = onResumed
    stream.on('drain', () => this.#resume())
    stream.on('error', () => {
      this.#isGone = true // nobody will read again; the requests go on
    })
  }

  /** Since the start. */
  get droppedLines(): number {
    return this.#droppedLines
  }

  write(line: string): void {
    this.#isDropping ||= this.#stream.writableLength + line.length > MAX_WAITING_BYTES
    if (this.#isDropping || this.#isGone) this.#droppedLines++
    else this.#stream.write(line)
  }

  /** Waits until all lines are read, or a second has passed. */
  async flush(): Promise<void> {
    for (let waited = 0; waited < FLUSH_MS && !this.#isGone && this.#stream.writableLength > 0; waited += POLL_MS)
      await sleep(POLL_MS)
  }

  #resume(): void {
    if (!this.#isDropping) return
    this.#isDropping = false
    const lostLines = this.#droppedLines - this.#toldLines
    this.#toldLines = this.#droppedLines
    this.#onResumed(lostLines)
  }
}
