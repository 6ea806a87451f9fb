import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { NAMESPACE } from '../deployment.ts'
import type { OutputOrigin } from '../provider/provider.ts'
import { LineRing } from './line-ring.ts'
import { readLines } from './read-lines.ts'
import type { LogShipper } from './shipper.ts'

/** Loki's default max_line_size. */
const MAX_LINE_BYTES = 256 * 1024
const SETTLE_MS = 20

type Labels = Readonly<Record<string, string>>

/** Reads what replicas write, keeps the newest lines of each function, and hands every line to the shipper. */
export class LogHub {
  readonly #shipper: LogShipper
  readonly #rings = new Map<string, LineRing>()
  readonly #labels = new Map<string, Labels>()
  readonly #onError: (error: Error) => void
  readonly #readers = new Set<Promise<void>>()
  #lines = 0

  constructor(shipper: LogShipper, onError: (error: Error) => void) {
    this.#shipper = shipper
    this.#onError = onError
  }

  ring(service: string): LineRing {
    return getOrMake(this.#rings, service, () => new LineRing())
  }

  read(output: Readable, { service, instance, stage }: OutputOrigin): void {
    const ring = this.ring(service)
    const labels = getOrMake(this.#labels, JSON.stringify([service, stage]), () => ({
      namespace: NAMESPACE,
      function_name: service,
      ...(stage && { stage }),
    }))
    const reading = readLines(output, MAX_LINE_BYTES, (text) => {
      this.#lines += 1
      ring.push({ name: service, namespace: NAMESPACE, instance, timestamp: new Date().toISOString(), text })
      return this.#shipper.accept(labels, text)
    }).catch(this.#onError)
    this.#readers.add(reading)
    reading.finally(() => this.#readers.delete(reading))
  }

  /** Settles when every output has ended and all its lines are handed to the shipper. */
  async drain(): Promise<void> {
    while (this.#readers.size > 0) await Promise.all(this.#readers)
  }

  /** Settles when what was written before the call has been read: two looks in a row that see no new line. */
  async settle(): Promise<void> {
    for (let seen = -1; seen !== this.#lines; ) {
      seen = this.#lines
      await delay(SETTLE_MS)
    }
  }
}

function getOrMake<T>(map: Map<string, T>, key: string, make: () => T): T {
  const value = map.get(key) ?? make()
  map.set(key, value)
  return value
}
