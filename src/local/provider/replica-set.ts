import { setTimeout as delay } from 'node:timers/promises'
import type { GroupEnd } from './process-group.ts'
import type { Replica } from './replica.ts'

/** Waits before a replica is started again, by how often it has died in a row; the last one stays. */
const RESTART_DELAYS_MS = [0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000] as const
/** A replica that was ready this long before it died starts a new row. */
const HEALTHY_AFTER_MS = 10_000

interface ReplicaSetOptions {
  readonly launch: () => Replica
  readonly onRestart: (instance: string, end: GroupEnd, delayMs: number) => void
}

/** The replicas of one revision of a function, kept at the number that is wanted: what dies is started again. */
export class ReplicaSet {
  readonly #options: ReplicaSetOptions
  readonly #replicas = new Set<Replica>()
  readonly #leaving = new Set<Promise<void>>()
  readonly #closed = new AbortController()
  #wanted = 0
  #waiting = 0
  #deaths = 0

  constructor(options: ReplicaSetOptions) {
    this.#options = options
  }

  get wanted(): number {
    return this.#wanted
  }

  /** How often replicas have died in a row without having been in service for long. */
  get deaths(): number {
    return this.#deaths
  }

  get ready(): Replica[] {
    return [...this.#replicas].filter((replica) => replica.isReady)
  }

  /** All whose processes may still run, those that are leaving included. */
  get all(): Replica[] {
    return [...this.#replicas]
  }

  get isComplete(): boolean {
    return this.#wanted > 0 && this.ready.length >= this.#wanted
  }

  /** Whether there are as many as are wanted, each with all its workers. */
  get isStaffed(): boolean {
    return this.isComplete && this.ready.filter(({ isStaffed }) => isStaffed).length >= this.#wanted
  }

  /** Starts or drains replicas until there are `wanted` of them; returns at once. */
  scale(wanted: number): void {
    this.#wanted = wanted
    while (this.#staying.length + this.#waiting < wanted) this.#start()
    const surplus = this.#staying.sort((a, b) => Number(a.isReady) - Number(b.isReady) || a.inFlight - b.inFlight)
    for (const replica of surplus.slice(0, Math.max(0, surplus.length - wanted))) this.#track(replica.drain())
  }

  /** Drains every replica and starts none again; settles when nothing is left. */
  async close(): Promise<void> {
    this.#closed.abort()
    this.scale(0)
    while (this.#leaving.size > 0) await Promise.all(this.#leaving)
  }

  kill(): void {
    this.#closed.abort()
    for (const replica of this.#replicas) replica.kill()
  }

  get #staying(): Replica[] {
    return [...this.#replicas].filter((replica) => !replica.isLeaving)
  }

  #start(): void {
    const startedAt = performance.now()
    const replica = this.#options.launch()
    this.#replicas.add(replica)
    this.#track(
      replica.ended.then((end) => {
        this.#replicas.delete(replica)
        if (!replica.isLeaving) this.#restart(replica, end, performance.now() - startedAt)
      }),
    )
  }

  #restart(replica: Replica, end: GroupEnd, livedMs: number): void {
    if (this.#closed.signal.aborted) return
    if (livedMs > HEALTHY_AFTER_MS) this.#deaths = 0
    const delayMs = RESTART_DELAYS_MS[Math.min(this.#deaths, RESTART_DELAYS_MS.length - 1)] ?? 0
    this.#deaths += 1
    this.#options.onRestart(replica.instance, end, delayMs)
    this.#waiting += 1
    this.#track(this.#startLater(delayMs))
  }

  async #startLater(delayMs: number): Promise<void> {
    await delay(delayMs, undefined, { signal: this.#closed.signal }).catch(() => undefined)
    this.#waiting -= 1
    if (!this.#closed.signal.aborted && this.#staying.length + this.#waiting < this.#wanted) this.#start()
  }

  #track(work: Promise<void>): void {
    this.#leaving.add(work)
    work.finally(() => this.#leaving.delete(work))
  }
}
