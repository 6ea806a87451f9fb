import type { Failure } from './failure.ts'
import type { FunctionOptions, Outcome } from './function.ts'
import type { HandlerAnswer } from './handler.ts'

/** What a worker is started with. */
export interface WorkerOptions extends FunctionOptions {
  /** One number that worker and main thread share: the id of the last job whose model run was begun. */
  readonly inferring: Int32Array<SharedArrayBuffer>
}

/** A request on its way to a worker. The bytes are moved, not copied. */
export interface Job {
  readonly id: number
  readonly body: Uint8Array<ArrayBuffer>
  readonly query: string
  readonly contentType: string
}

export interface JobReport extends Omit<Outcome, 'result'> {
  readonly result: { readonly answer: HandlerAnswer } | { readonly failure: Failure }
}

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly device: string }
  | { readonly kind: 'failed'; readonly type: string; readonly message: string; readonly location: string | undefined }
  | { readonly kind: 'done'; readonly report: JobReport }
