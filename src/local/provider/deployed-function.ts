import { type Deployment, NAMESPACE, replicaRange } from '../deployment.ts'
import type { Replica } from './replica.ts'
import type { ReplicaSet } from './replica-set.ts'

/** OpenFaaS's FunctionStatus. */
export interface FunctionStatus {
  readonly name: string
  readonly image: string
  readonly namespace: string
  readonly envProcess: string
  readonly invocationCount: number
  readonly replicas: number
  readonly availableReplicas: number
  readonly createdAt: string
  readonly [key: string]: unknown
}

/** A request's place at a replica. Taken in the same turn in which the replica is chosen, so that none drains between. */
export interface Seat {
  readonly replica: Replica
  readonly leave: () => void
}

/** A deployed function: the replica set in service and, during an update, the one that follows it. */
export class DeployedFunction {
  readonly #createdAt = new Date().toISOString()
  readonly #waiters = new Set<() => void>()
  readonly #retiring = new Map<ReplicaSet, Promise<void>>()
  readonly #deployments = new WeakMap<ReplicaSet, Deployment>()
  #sets: readonly ReplicaSet[]
  #invocations = 0
  #turn = 0
  #isClosed = false

  constructor(deployment: Deployment, set: ReplicaSet) {
    this.#deployments.set(set, deployment)
    this.#sets = [set]
    set.scale(replicaRange(deployment).min)
  }

  get deployment(): Deployment {
    return this.#deployments.get(this.#newest) as Deployment
  }

  get replicas(): Replica[] {
    return this.#sets.flatMap((set) => set.all)
  }

  /** Deaths in a row of the newest revision's replicas. */
  get deaths(): number {
    return this.#newest.deaths
  }

  /** Whether replicas of the newest revision are still to become ready. */
  get isComing(): boolean {
    return !this.#isClosed && this.#newest.wanted > 0 && !this.#newest.isComplete
  }

  /** Whether workers of them are still to start, be the replicas ready or not. */
  get isShortStaffed(): boolean {
    return !this.#isClosed && this.#newest.wanted > 0 && !this.#newest.isStaffed
  }

  countInvocation(): void {
    this.#invocations += 1
  }

  /** Brings a new revision up beside the one in service, which drains once the new one is complete. */
  update(deployment: Deployment, set: ReplicaSet): void {
    const { min, max } = replicaRange(deployment)
    const wanted = Math.min(max, Math.max(min, this.#newest.wanted))
    const [inService, ...unfinished] = this.#sets
    for (const old of unfinished) this.#retire(old)
    this.#deployments.set(set, deployment)
    this.#sets = inService === undefined ? [set] : [inService, set]
    set.scale(wanted)
  }

  /** Ends an update that is not complete: the revision in service stays, the new one drains. */
  abandonUpdate(): void {
    const [inService, ...unfinished] = this.#sets
    if (inService === undefined || unfinished.length === 0) return
    this.#sets = [inService]
    for (const set of unfinished) this.#retire(set)
    this.#wake()
  }

  /** None is possible too: the next call starts the function again. */
  scale(replicas: number): void {
    this.#newest.scale(replicas)
    if (replicas === 0) this.#retireOlder()
  }

  /** A seat at the ready replica with the fewest requests in flight; among equals, each in its turn. */
  takeSeat(): Seat | undefined {
    const ready = this.#sets.flatMap((set) => set.ready)
    const least = Math.min(...ready.map((replica) => replica.inFlight))
    const idlest = ready.filter((replica) => replica.inFlight === least)
    this.#turn += 1
    const replica = idlest[this.#turn % idlest.length]
    return replica && { replica, leave: replica.enter() }
  }

  /** Waits for a seat, and starts a function that has no replica. @returns undefined if no replica is ready when the signal fires, or the function is removed */
  async waitForSeat(signal: AbortSignal): Promise<Seat | undefined> {
    for (;;) {
      const seat = this.takeSeat()
      if (seat !== undefined || signal.aborted || this.#isClosed) return seat
      if (this.#newest.wanted === 0) this.scale(replicaRange(this.deployment).min)
      await this.nextChange(signal)
    }
  }

  /** Settles when a replica changes its state, or the signal fires. */
  nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiters.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiters.add(wake)
      signal.addEventListener('abort', wake)
      if (signal.aborted) wake()
    })
  }

  /** To be called when any replica has changed its state. */
  noticeChange(): void {
    if (this.#newest.isComplete) this.#retireOlder()
    this.#wake()
  }

  describe(): FunctionStatus {
    const { service, image, envProcess = '', namespace: _, ...rest } = this.deployment
    return {
      ...rest,
      name: service,
      image,
      namespace: NAMESPACE,
      envProcess,
      invocationCount: this.#invocations,
      replicas: this.#newest.wanted,
      availableReplicas: this.#sets.flatMap((set) => set.ready).length,
      createdAt: this.#createdAt,
    }
  }

  /** Drains everything; settles when no process of the function is left. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const set of this.#sets) this.#retire(set)
    this.#wake()
    while (this.#retiring.size > 0) await Promise.all(this.#retiring.values())
  }

  kill(): void {
    for (const set of [...this.#sets, ...this.#retiring.keys()]) set.kill()
  }

  get #newest(): ReplicaSet {
    return this.#sets.at(-1) as ReplicaSet
  }

  #wake(): void {
    for (const wake of [...this.#waiters]) wake()
  }

  #retireOlder(): void {
    const older = this.#sets.slice(0, -1)
    this.#sets = this.#sets.slice(-1)
    for (const set of older) this.#retire(set)
  }

  #retire(set: ReplicaSet): void {
    this.#retiring.set(
      set,
      set.close().finally(() => this.#retiring.delete(set)),
    )
  }
}
