import { setTimeout as delay } from 'node:timers/promises'
import type { AsyncCall, CallQueue, QueuedCall } from './call-queue.ts'
import { type CallAnswer, callFunction, sendCallback } from './send-call.ts'

/** Over restarts of the platform, too. */
const MAX_ATTEMPTS = 6
const FIRST_PAUSE_MS = 500
const MAX_PAUSE_MS = 30_000
/** Calls of an earlier life come before their function is deployed again. */
const DEPLOY_WAIT_MS = 60_000
const DEPLOY_LOOK_MS = 200

interface WorkerOptions {
  readonly queue: CallQueue
  readonly gatewayUrl: string
  readonly isDeployed: (service: string) => boolean
  readonly onNotice: (sentence: string) => void
  /** Waits; rejects when the signal aborts. */
  readonly sleep?: Sleep | undefined
}

export type Sleep = (durationMs: number, signal: AbortSignal) => Promise<unknown>

/**
 * Makes the queued calls: those of one function one after another, in order; functions beside each other. OpenFaaS's
 * queue-worker makes one call at a time too, of all functions together, unless its `max_inflight` (default 1) is raised.
 * A call leaves the queue when it is answered and its callback sent, so that one cut off is made again (at least once).
 *
 * @see https://github.com/openfaas/nats-queue-worker#configuration
 */
export class CallWorker {
  readonly #options: WorkerOptions
  readonly #lanes = new Map<string, Promise<void>>()
  readonly #closing = new AbortController()
  readonly #cutOff = new AbortController()

  constructor(options: WorkerOptions) {
    this.#options = options
    for (const service of options.queue.services()) this.wake(service)
  }

  /** Says that a call of this function waits. */
  wake(service: string): void {
    if (this.#lanes.has(service) || this.#closing.signal.aborted) return
    const lane = this.#work(service).catch((error) => {
      this.#lanes.delete(service)
      this.#options.onNotice(`Asynchronous calls of ${service} stopped: ${error.message}`)
    })
    this.#lanes.set(service, lane)
  }

  /** Begins no further call, and lets those begun finish for `graceMs` at most; what is left stays queued. */
  async close(graceMs: number): Promise<void> {
    this.#closing.abort()
    const timer = setTimeout(() => this.#cutOff.abort(), graceMs)
    await Promise.all(this.#lanes.values())
    clearTimeout(timer)
  }

  async #work(service: string): Promise<void> {
    const { queue } = this.#options
    await this.#waitForDeployment(service)
    for (let call = this.#next(service); call !== undefined; call = this.#next(service)) {
      const startedAt = performance.now()
      const answer = await this.#call(call)
      if (answer === undefined) return
      await this.#report(call, answer, (performance.now() - startedAt) / 1000)
      queue.remove(call)
    }
    // In the same breath as the look that found nothing: a call that comes now wakes a lane of its own.
    this.#lanes.delete(service)
  }

  #next(service: string): QueuedCall | undefined {
    return this.#closing.signal.aborted ? undefined : this.#options.queue.oldest(service)
  }

  async #waitForDeployment(service: string): Promise<void> {
    for (let waitedMs = 0; waitedMs < DEPLOY_WAIT_MS; waitedMs += DEPLOY_LOOK_MS)
      if (this.#options.isDeployed(service) || !(await this.#pause(DEPLOY_LOOK_MS))) return
  }

  /** Calls until the answer is neither 429 nor 503. @returns undefined if the platform closes before */
  async #call(call: QueuedCall): Promise<CallAnswer | undefined> {
    for (let attempt = call.attempts + 1; ; attempt++) {
      const answer = await this.#try(call)
      if (answer === undefined) return undefined
      const isBusy = answer.status === 429 || answer.status === 503
      if (!isBusy || attempt >= MAX_ATTEMPTS) return answer
      this.#options.queue.keepAttempts(call, attempt)
      const pauseMs = FIRST_PAUSE_MS * 2 ** (attempt - 1)
      const askedMs = Number(answer.headers['retry-after'] ?? 0) * 1000 || 0
      if (!(await this.#pause(Math.min(Math.max(pauseMs, askedMs), MAX_PAUSE_MS)))) return undefined
    }
  }

  async #try(call: AsyncCall): Promise<CallAnswer | undefined> {
    try {
      return await callFunction(this.#options.gatewayUrl, call, this.#cutOff.signal)
    } catch (error) {
      if (this.#cutOff.signal.aborted) return undefined
      this.#options.onNotice(`${describe(call)} broke off: ${(error as Error).message}`)
      return { status: 503, headers: {}, body: Buffer.alloc(0) }
    }
  }

  async #report(call: AsyncCall, answer: CallAnswer, durationSeconds: number): Promise<void> {
    const url = call.headers['x-callback-url']
    if (url === undefined) {
      if (answer.status >= 400) this.#options.onNotice(`${describe(call)} was answered ${answer.status}`)
      return
    }
    try {
      await sendCallback(String(url), call, answer, durationSeconds)
    } catch (error) {
      const { origin } = new URL(String(url))
      this.#options.onNotice(`${describe(call)}: the callback to ${origin} failed: ${(error as Error).message}`)
    }
  }

  /** @returns false if the platform closes */
  async #pause(durationMs: number): Promise<boolean> {
    const { sleep = sleepInTime } = this.#options
    await sleep(durationMs, this.#closing.signal).catch(() => undefined)
    return !this.#closing.signal.aborted
  }
}

const sleepInTime: Sleep = (durationMs, signal) => delay(durationMs, undefined, { signal })

function describe({ service, headers }: AsyncCall): string {
  return `Asynchronous call ${headers['x-call-id']} of ${service}`
}
