import type { FunctionLogValues, StepName } from './conventions.ts'
import type { DecodedImage } from './image.ts'
import type { ByteTensor } from './session.ts'

export interface HandlerRequest {
  readonly body: Buffer
  readonly query: URLSearchParams
  readonly contentType: string
}

export interface HandlerAnswer {
  readonly contentType: string
  readonly body: string
  readonly log: FunctionLogValues
}

/** The loaded model as a handler sees it. */
export interface HandlerModel {
  readonly version: string
  readonly labels: readonly string[]
}

/** What the runtime does for a handler. Each call becomes a span of the request. */
export interface HandlerTools {
  readonly model: HandlerModel
  /** Decodes the picture so that it covers a square of `size` pixels (see `decodeImage`). */
  decode(bytes: Buffer, size: number): Promise<DecodedImage>
  /** Runs the model and gives the values of one output. */
  infer(input: ByteTensor, output: string): Promise<Float32Array>
  step<T>(name: StepName, work: () => T): T
  /** Ends the request with JSON; `log` goes into its log line. */
  answerJson(value: unknown, log?: FunctionLogValues): HandlerAnswer
}

/** The default export of a function's `handler.ts`: decode, preprocess, run, postprocess. */
export type Handler = (request: HandlerRequest, tools: HandlerTools) => HandlerAnswer | Promise<HandlerAnswer>
