import { setTimeout as delay } from 'node:timers/promises'
import { createPush, type Push, type PushLine } from './push.ts'

const BATCH_CHARACTERS = 2 ** 20
/** What a line costs in memory beside its text. */
const LINE_OVERHEAD = 64

interface ShipperOptions {
  /** Loki's base address. */
  readonly url: string
  /** Sent with every push. */
  readonly headers?: Readonly<Record<string, string>>
  readonly onNotice: (sentence: string) => void
  /** Lines wait in memory up to this size; beyond it their writers wait. */
  readonly maxBufferedCharacters?: number
  /** How long a batch that is not full waits for more. */
  readonly lingerMs?: number
  readonly timeoutMs?: number
  readonly retryDelayMs?: number
}

/** Every line is in one of these sooner or later; `refused` and `lost` have been said. */
export interface ShipperCounts {
  readonly accepted: number
  readonly acknowledged: number
  readonly refused: number
  readonly lost: number
}

/** Brings lines to Loki in order, in batches, one at a time; while Loki is away they wait. */
export class LogShipper {
  readonly #options: Required<ShipperOptions>
  readonly #push: Push
  readonly #aborted = new AbortController()
  readonly #lastNs = new Map<PushLine['labels'], bigint>()
  readonly #loop: Promise<void>
  #queue: PushLine[] = []
  #buffered = 0
  #accepted = 0
  #acknowledged = 0
  #refused = 0
  #lost = 0
  #urgent = 0
  #isClosed = false
  #wakeLoop: () => void = () => undefined
  #changed = Promise.withResolvers<void>()

  constructor(options: ShipperOptions) {
    this.#options = {
      maxBufferedCharacters: 64 * 2 ** 20,
      lingerMs: 100,
      timeoutMs: 10_000,
      retryDelayMs: 250,
      headers: {},
      ...options,
    }
    const { url, headers, timeoutMs, retryDelayMs, onNotice } = this.#options
    this.#push = createPush({
      url,
      headers,
      timeoutMs,
      retryDelayMs,
      onRetry: (attempt, cause) =>
        attempt === 1 && onNotice(`Loki at ${url} takes no lines (${cause}); they wait and are sent again`),
    })
    this.#loop = this.#run()
  }

  get counts(): ShipperCounts {
    return { accepted: this.#accepted, acknowledged: this.#acknowledged, refused: this.#refused, lost: this.#lost }
  }

  /**
   * Takes a line, at the time of its arrival; timestamps rise strictly within a stream.
   * @param labels the same object for the same stream
   * @returns while the buffer is full, a promise to await before the next line
   */
  accept(labels: PushLine['labels'], line: string): Promise<void> | undefined {
    const arrivalNs = BigInt(Date.now()) * 1_000_000n
    const lastNs = this.#lastNs.get(labels) ?? 0n
    const timestampNs = arrivalNs > lastNs ? arrivalNs : lastNs + 1n
    this.#lastNs.set(labels, timestampNs)
    this.#queue.push({ labels, timestampNs, line })
    this.#accepted += 1
    this.#buffered += line.length + LINE_OVERHEAD
    this.#wakeLoop()
    return this.#isFull() ? this.#waitForRoom() : undefined
  }

  /** Settles when every line accepted before the call has been answered for: acknowledged, refused or lost. */
  async flush(): Promise<ShipperCounts> {
    const target = this.#accepted
    this.#urgent += 1
    this.#wakeLoop()
    while (this.#settled < target) await this.#changed.promise
    this.#urgent -= 1
    return this.counts
  }

  /** Flushes, for `deadlineMs` at most; what is not acknowledged then is counted as lost and said. */
  async close(deadlineMs: number): Promise<ShipperCounts> {
    const timer = new AbortController()
    const late = delay(deadlineMs, undefined, { signal: timer.signal }).then(
      () => this.#aborted.abort(),
      () => undefined,
    )
    await this.flush()
    timer.abort()
    await late
    this.#isClosed = true
    this.#wakeLoop()
    await this.#loop
    if (this.#lost > 0)
      this.#options.onNotice(
        `${this.#lost} log lines were lost: Loki at ${this.#options.url} did not take them in time`,
      )
    return this.counts
  }

  get #settled(): number {
    return this.#acknowledged + this.#refused + this.#lost
  }

  #isFull(): boolean {
    return this.#buffered > this.#options.maxBufferedCharacters
  }

  async #waitForRoom(): Promise<void> {
    while (this.#isFull()) await this.#changed.promise
  }

  async #run(): Promise<void> {
    for (;;) {
      await this.#waitForLines()
      if (this.#queue.length === 0) return
      const batch = this.#takeBatch()
      await this.#ship(batch)
      this.#buffered -= batch.reduce((sum, { line }) => sum + line.length + LINE_OVERHEAD, 0)
      this.#changed.resolve()
      this.#changed = Promise.withResolvers()
    }
  }

  async #waitForLines(): Promise<void> {
    while (this.#queue.length === 0 && !this.#isClosed) await this.#nextWake()
    if (this.#urgent > 0 || this.#buffered >= BATCH_CHARACTERS || this.#isClosed) return
    const timer = new AbortController()
    const linger = delay(this.#options.lingerMs, undefined, { signal: timer.signal }).catch(() => undefined)
    while (this.#urgent === 0 && this.#buffered < BATCH_CHARACTERS && !this.#isClosed) {
      const isOver = await Promise.race([linger.then(() => true), this.#nextWake().then(() => false)])
      if (isOver) break
    }
    timer.abort()
  }

  #nextWake(): Promise<void> {
    return new Promise((resolve) => {
      this.#wakeLoop = resolve
    })
  }

  #takeBatch(): PushLine[] {
    let characters = 0
    let count = 0
    while (count < this.#queue.length && (count === 0 || characters < BATCH_CHARACTERS)) {
      characters += this.#queue[count]?.line.length ?? 0
      count += 1
    }
    return this.#queue.splice(0, count)
  }

  async #ship(batch: readonly PushLine[]): Promise<void> {
    const outcome = await this.#push(batch, this.#aborted.signal)
    if (outcome.kind === 'acknowledged') this.#acknowledged += batch.length
    else if (outcome.kind === 'aborted') this.#lost += batch.length
    else if (outcome.status === 413 && batch.length > 1) {
      const middle = batch.length >> 1
      await this.#ship(batch.slice(0, middle))
      await this.#ship(batch.slice(middle))
    } else {
      this.#refused += batch.length
      this.#options.onNotice(`Loki at ${this.#options.url} refused ${batch.length} log lines: ${outcome.cause}`)
    }
  }
}
