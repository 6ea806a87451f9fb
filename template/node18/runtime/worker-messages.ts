import type { FunctionLogValues } from './conventions.ts'
import type { Failure } from './failure.ts'
import type { FunctionOptions } from './function.ts'
import type { Outcome } from './handler-call.ts'
import type { BodyLimits } from './official/body-limits.ts'
import type { RequestTrace } from './trace-context.ts'

/** What a thread is started with, before anything is known but the handler's folder. */
export interface ThreadData {
  readonly folder: string
  readonly progress: Progress
}

/** What a worker is told to load. */
export interface WorkerSetUp extends FunctionOptions {
  readonly bodyLimits: BodyLimits
}

/** Numbers that worker and main thread share, so that the main thread need not ask a worker that cannot answer. */
export type Progress = Int32Array<SharedArrayBuffer>

/** The cells of `Progress`. */
export const CELLS = {
  /** The id of the last job whose model run, or call of another function, was begun. */
  inferring: 0,
  /** How many messages the worker has taken up. */
  taken: 1,
  /** How many calls of native code are under way that must not be cut off. */
  native: 2,
  /** 1 when the worker is to end: no such call is begun any more. */
  retired: 3,
} as const

/** A request on its way to a worker. The bytes are moved, not copied. */
export interface Job {
  readonly id: number
  readonly body: Uint8Array<ArrayBuffer>
  readonly query: string
  readonly contentType: string
  readonly accept: string
  readonly requestId: string
  readonly trace: RequestTrace
  /** On the clock of `readClockMs`. */
  readonly deadlineAtMs: number
  /** For official-style handlers alone. */
  readonly call?: Call
}

/** What an official-style handler is told of the request beside its body and query. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** False when the request announced no body. */
  readonly hasBody: boolean
}

/**
 * The first one tells what to load. Nobody waits for the answer of a job that is cancelled. A look asks for nothing but to be
 * taken up: a worker that does not is stuck.
 */
export type JobMessage =
  | { readonly kind: 'load'; readonly setUp: WorkerSetUp }
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'cancel'; readonly jobId: number }
  | { readonly kind: 'look' }

/** What a handler answered, of either form. */
export interface JobAnswer {
  readonly contentType: string
  readonly body: string | Uint8Array
  readonly log: FunctionLogValues
  /** 200 unless an official-style handler says otherwise. */
  readonly statusCode?: number
  readonly headers?: Readonly<Record<string, string | number | string[]>>
}

export interface JobReport extends Omit<Outcome, 'result'> {
  readonly id: number
  /** When the worker took the job up, on the clock of `readClockMs`. */
  readonly startedMs: number
  readonly result: { readonly answer: JobAnswer } | { readonly failure: Failure }
}

/** What a worker says of its start when it fails. The message is safe to log. */
export interface StartFailure {
  readonly type: string
  readonly message: string
  readonly location: string | undefined
}

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly device: string }
  | ({ readonly kind: 'failed' } & StartFailure)
  | { readonly kind: 'done'; readonly report: JobReport }
  | { readonly kind: 'stray'; readonly what: Stray; readonly failure: Failure }

/** What an official-style handler does when its request is answered already, or without any. */
export type Stray = 'late-answer' | 'stray-error'
