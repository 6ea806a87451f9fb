import type { FunctionLogValues } from './conventions.ts'
import { callFunction, type FunctionCall } from './function-call.ts'
import type { AnswerHeaders, Handler, HandlerAnswer, HandlerRequest, HandlerTools } from './handler.ts'
import { decodeImage } from './image.ts'
import { encodeImage, type ImageOutput } from './image-output.ts'
import type { LoadedModel } from './loaded-model.ts'
import { readParts } from './multipart.ts'
import type { NativeGuard } from './native-guard.ts'
import { decodeFit, decodeWhole, type GreyPicture, type Picture, readSize } from './picture.ts'
import { type Feeds, listTensors } from './session.ts'
import type { Step, StepRecorder } from './steps.ts'
import type { RequestTrace } from './trace-context.ts'

/** What came of one request, and the steps that it took. */
export interface Outcome {
  readonly result: { readonly answer: HandlerAnswer } | { readonly error: unknown }
  readonly steps: readonly Step[]
  readonly picture: { readonly width: number; readonly height: number } | undefined
  readonly batchSize: number | undefined
}

/** What a request brings along beside what the handler sees of it. */
export interface Situation {
  readonly requestId: string
  readonly trace: RequestTrace
  /** On the clock of `readClockMs`. */
  readonly deadlineAtMs: number
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
  /** Hears that a model run, or a call of another function, begins. */
  onBegin(): void
}

/** What the calls of one function share. */
export interface CallMeans {
  readonly model: LoadedModel
  readonly maxPixels: number
  readonly gatewayUrl: string
  readonly guardNative: NativeGuard
}

/** Answers are about one caller's picture, and faces and embeddings tell who is on it. */
const PRIVATE = { 'cache-control': 'no-store' }

/** One request on its way through the handler. */
export class HandlerCall {
  readonly #means: CallMeans
  readonly #recorder: StepRecorder
  readonly #request: HandlerRequest
  readonly #situation: Situation
  #picture: Outcome['picture']
  #batchSize: number | undefined

  constructor(means: CallMeans, recorder: StepRecorder, request: HandlerRequest, situation: Situation) {
    this.#means = means
    this.#recorder = recorder
    this.#request = request
    this.#situation = situation
  }

  async run(handler: Handler): Promise<Outcome> {
    const result = await this.#answer(handler)
    return { result, steps: this.#recorder.steps, picture: this.#picture, batchSize: this.#batchSize }
  }

  async #answer(handler: Handler): Promise<Outcome['result']> {
    try {
      return { answer: await handler(this.#request, this.#tools()) }
    } catch (error) {
      return { error }
    }
  }

  #tools(): HandlerTools {
    const recorder = this.#recorder
    const { model } = this.#means
    return {
      model,
      hasPart: model.hasPart,
      ...this.#decoders(),
      readParts: (spec) =>
        recorder.measureAsync('decode', () => readParts(this.#request.body, this.#request.contentType, spec)),
      infer: ((feeds: Feeds, outputs: string | readonly string[], part?: string) =>
        this.#infer(feeds, outputs, part)) as HandlerTools['infer'],
      step: (name, work) => recorder.measure(name, work),
      stepAsync: (name, work) => recorder.measureAsync(name, work),
      callFunction: (name, call) => this.#callFunction(name, call),
      answerJson: (value, log = {}, headers = {}) => ({
        contentType: 'application/json',
        body: recorder.measure('encode', () => JSON.stringify(value)),
        log,
        headers: { ...PRIVATE, ...headers },
      }),
      answerImage: (picture, output, log, headers) => this.#answerImage(picture, output, log, headers),
    }
  }

  #decoders(): Pick<HandlerTools, 'readSize' | 'decode' | 'decodeWhole' | 'decodeFit'> {
    const { maxPixels } = this.#means
    return {
      readSize: (source) => this.#native('decode', () => readSize(source, maxPixels)),
      decode: async (source, size) => {
        const image = await this.#native('decode', () => decodeImage(source, size, maxPixels))
        this.#picture = { width: image.sourceWidth, height: image.sourceHeight }
        return image
      },
      decodeWhole: async (source, options) => {
        const picture = await this.#native('decode', () => decodeWhole(source, maxPixels, options))
        this.#picture = { width: picture.width, height: picture.height }
        return picture
      },
      decodeFit: async (source, longSide, options) => {
        const fitted = await this.#native('decode', () => decodeFit(source, longSide, maxPixels, options))
        this.#picture = { width: fitted.fullWidth, height: fitted.fullHeight }
        return fitted
      },
    }
  }

  /** Native code cannot be stopped: it is not begun for nobody. */
  async #native<T>(step: 'decode' | 'infer' | 'encode', work: () => Promise<T>): Promise<T> {
    this.#situation.signal.throwIfAborted()
    return this.#recorder.measureAsync(step, () => this.#means.guardNative(work))
  }

  async #infer(feeds: Feeds, outputs: string | readonly string[], part?: string) {
    this.#situation.onBegin()
    this.#batchSize = listTensors(feeds)[0]?.dims[0]
    const names = typeof outputs === 'string' ? [outputs] : outputs
    const values = await this.#native('infer', () => this.#means.model.session(part).run(feeds, names))
    return typeof outputs === 'string' ? values[outputs] : values
  }

  #callFunction(name: string, call: FunctionCall) {
    this.#situation.onBegin()
    return callFunction(name, call, {
      ...this.#situation,
      gatewayUrl: this.#means.gatewayUrl,
      record: (functionName, spanId, attempt) => this.#recorder.measureCall(functionName, spanId, attempt),
    })
  }

  async #answerImage(
    picture: Picture | GreyPicture,
    output: ImageOutput,
    log: FunctionLogValues = {},
    headers: AnswerHeaders = {},
  ): Promise<HandlerAnswer> {
    const { contentType, body } = await this.#native('encode', () => encodeImage(picture, output))
    const { provenance } = output
    return {
      contentType,
      body,
      log: provenance === undefined ? log : { ...log, provenance },
      headers: {
        ...PRIVATE,
        ...(provenance === undefined ? {} : { 'x-vouch-provenance': provenance }),
        ...headers,
      },
    }
  }
}
