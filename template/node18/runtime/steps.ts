import { CALL_STEP, type StepName } from './conventions.ts'
import type { KernelCounters } from './kernel.ts'

/** One step of a request, on the clock that all threads of the process share. */
export interface Step {
  readonly name: StepName
  readonly startMs: number
  readonly endMs: number
  readonly failed: boolean
  /** On `infer` alone: what the kernel did meanwhile. */
  readonly kernel?: KernelCounters
  /** On `call` alone. */
  readonly call?: CallFacts
}

/** One attempt to call another function. */
export interface CallFacts {
  readonly functionName: string
  /** The callee's parent. */
  readonly spanId: string
  /** Undefined when there was no answer. */
  readonly statusCode?: number
}

/** Milliseconds since an arbitrary point, the same in every thread of the process: `performance.now()` is not. */
export function readClockMs(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1000 + nanoseconds / 1e6
}

/** Times the steps of one request. */
export class StepRecorder {
  readonly steps: Step[] = []
  readonly #readKernel: () => KernelCounters

  constructor(readKernel: () => KernelCounters) {
    this.#readKernel = readKernel
  }

  measure<T>(name: StepName, work: () => T): T {
    const startMs = readClockMs()
    try {
      const result = work()
      this.#record(name, startMs, false)
      return result
    } catch (error) {
      this.#record(name, startMs, true)
      throw error
    }
  }

  async measureAsync<T>(name: StepName, work: () => Promise<T>): Promise<T> {
    const startMs = readClockMs()
    const before = name === 'infer' ? this.#readKernel() : undefined
    try {
      const result = await work()
      this.#record(name, startMs, false, before)
      return result
    } catch (error) {
      this.#record(name, startMs, true, before)
      throw error
    }
  }

  async measureCall<T extends { readonly statusCode: number }>(
    functionName: string,
    spanId: string,
    attempt: () => Promise<T>,
  ): Promise<T> {
    const startMs = readClockMs()
    const keep = (failed: boolean, facts: Partial<CallFacts>) =>
      this.steps.push({
        name: CALL_STEP,
        startMs,
        endMs: readClockMs(),
        failed,
        call: { functionName, spanId, ...facts },
      })
    try {
      const reply = await attempt()
      keep(reply.statusCode >= 400, { statusCode: reply.statusCode })
      return reply
    } catch (error) {
      keep(true, {})
      throw error
    }
  }

  #record(name: StepName, startMs: number, failed: boolean, before?: KernelCounters): void {
    const step = { name, startMs, endMs: readClockMs(), failed }
    this.steps.push(before === undefined ? step : { ...step, kernel: subtract(this.#readKernel(), before) })
  }
}

function subtract(after: KernelCounters, before: KernelCounters): KernelCounters {
  return {
    majorPageFaults: after.majorPageFaults - before.majorPageFaults,
    throttledPeriods: difference(after.throttledPeriods, before.throttledPeriods),
    throttledSec: difference(after.throttledSec, before.throttledSec),
  }
}

function difference(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : after - before
}
