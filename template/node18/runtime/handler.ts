import type { FunctionLogValues, StepName } from './conventions.ts'
import type { FunctionCall, StageAnswer } from './function-call.ts'
import type { DecodedImage } from './image.ts'
import type { ImageOutput } from './image-output.ts'
import type { Part, PartSpec } from './multipart.ts'
import type { PictureSource } from './open-picture.ts'
import type { DecodeOptions, FitOptions, FittedPicture, GreyPicture, Picture, Size } from './picture.ts'
import type { Feeds } from './session.ts'

export interface HandlerRequest {
  readonly body: Buffer
  readonly query: URLSearchParams
  readonly contentType: string
  /** The header of that name; empty when there was none. */
  readonly accept: string
}

export interface HandlerAnswer {
  readonly contentType: string
  readonly body: string | Uint8Array
  readonly log: FunctionLogValues
  readonly headers?: AnswerHeaders
}

/** Facts for the caller beside the body, such as `X-Vouch-Engine`. */
export type AnswerHeaders = Readonly<Record<string, string | number>>

/** The loaded model as a handler sees it. */
export interface HandlerModel {
  readonly version: string
  /** Empty when model.json names none. */
  readonly labels: readonly string[]
}

/** What the runtime does for a handler, for one request. Each call that works becomes a span. */
export interface HandlerTools {
  readonly model: HandlerModel
  /** Reads the size of the upright picture in its header, and decodes nothing (see `readSize`). */
  readSize(source: PictureSource): Promise<Size>
  /** Decodes the picture so that it covers a square of `size` pixels (see `decodeImage`). */
  decode(source: PictureSource, size: number): Promise<DecodedImage>
  /** Decodes the picture at its full size, upright (see `decodeWhole`). */
  decodeWhole(source: PictureSource, options?: DecodeOptions): Promise<Picture>
  /** Decodes the picture so that its long side is `longSide` pixels at most (see `decodeFit`). */
  decodeFit(source: PictureSource, longSide: number, options?: FitOptions): Promise<FittedPicture>
  /** Reads a multipart body: each part by its name, every required one exactly once (see `readParts`). */
  readParts<R extends string, O extends string = never>(spec: PartSpec<R, O>): Promise<PartsOf<R, O>>
  /**
   * Runs a model and gives the values of its outputs.
   *
   * @param feeds one tensor for the model's first input, or one for each input by name
   * @param part weights that model.json names in `parts` or `operatorParts`; without it, the main ones
   */
  infer(feeds: Feeds, output: string, part?: string): Promise<Float32Array>
  infer<O extends string>(feeds: Feeds, outputs: readonly O[], part?: string): Promise<Record<O, Float32Array>>
  /** Tells whether weights of that name are loaded: those of the operator are only where a variable names them. */
  hasPart(name: string): boolean
  step<T>(name: StepName, work: () => T): T
  stepAsync<T>(name: StepName, work: () => Promise<T>): Promise<T>
  /** Calls another function through the gateway, within what is left of the deadline (see `callFunction`). */
  callFunction(name: string, call: FunctionCall): Promise<StageAnswer>
  /** Ends the request with JSON, never kept by caches; `log` goes into its log line. */
  answerJson(value: unknown, log?: FunctionLogValues, headers?: AnswerHeaders): HandlerAnswer
  /**
   * Ends the request with a picture, never kept by caches.
   *
   * @param output what `readImageOutput` read from the request, before any work
   */
  answerImage(
    picture: Picture | GreyPicture,
    output: ImageOutput,
    log?: FunctionLogValues,
    headers?: AnswerHeaders,
  ): Promise<HandlerAnswer>
}

export type PartsOf<R extends string, O extends string> = Readonly<Record<R, Part> & Partial<Record<O, Part>>>

/** The default export of a function's `handler.ts`: decode, preprocess, run, postprocess. */
export type Handler = (request: HandlerRequest, tools: HandlerTools) => HandlerAnswer | Promise<HandlerAnswer>

/** A request that the runtime makes of a handler before its first caller. */
export interface WarmUpRequest {
  readonly body: Buffer
  readonly contentType: string
  readonly query?: string
}

/**
 * The named export `warmUp` of a `handler.ts` whose requests are more than one bare picture: makes the requests of the
 * warm-up from the pictures that model.json names in `warmUp` (see `encodeParts` for multipart bodies).
 */
export type WarmUp = (pictures: readonly Buffer[]) => readonly WarmUpRequest[]
