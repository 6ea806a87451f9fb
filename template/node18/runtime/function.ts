import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { HandlerError, ModelError } from './errors.ts'
import type { Handler, HandlerAnswer, HandlerRequest, HandlerTools } from './handler.ts'
import { decodeImage } from './image.ts'
import { openKernelCounters } from './kernel.ts'
import type { ModelFiles } from './model-spec.ts'
import type { NativeGuard } from './native-guard.ts'
import { loadSession, type Session } from './session.ts'
import { type Step, StepRecorder } from './steps.ts'
import { drawWarmUpPicture } from './warm-up.ts'

export interface FunctionOptions {
  /** The handler's folder, absolute. */
  readonly folder: string
  readonly model: ModelFiles | undefined
  readonly maxPixels: number
}

/** What came of one request, and the steps that it took. */
export interface Outcome {
  readonly result: { readonly answer: HandlerAnswer } | { readonly error: unknown }
  readonly steps: readonly Step[]
  readonly picture: { readonly width: number; readonly height: number } | undefined
  readonly batchSize: number | undefined
}

export interface LoadedFunction {
  /** @param onInfer is called when a model run begins */
  run(request: HandlerRequest, onInfer?: () => void): Promise<Outcome>
}

/**
 * Loads a handler with its model for this thread, and runs it once on each of its warm-up pictures.
 *
 * @throws ModelError when the model or its labels cannot be loaded, or the warm-up fails
 */
export async function loadFunction(
  options: FunctionOptions,
  guardNative: NativeGuard = (work) => work(),
): Promise<LoadedFunction> {
  const { folder, model } = options
  const session = model === undefined ? undefined : await loadSession(model.weightsPath)
  const labels = model === undefined ? [] : readLabels(model.labelsPath)
  const handler = loadHandler(folder)
  const kernel = openKernelCounters()
  const loaded: LoadedFunction = {
    async run(request, onInfer = () => {}) {
      const call = new Call(options, session, labels, () => kernel.read(), guardNative)
      return await call.run(handler, request, onInfer)
    },
  }
  for (const name of model?.warmUp ?? []) await warmUp(loaded, await drawWarmUpPicture(name))
  return loaded
}

/** One request on its way through the handler. */
class Call {
  readonly #options: FunctionOptions
  readonly #session: Session | undefined
  readonly #labels: readonly string[]
  readonly #recorder: StepRecorder
  readonly #guardNative: NativeGuard
  #picture: Outcome['picture']
  #batchSize: number | undefined

  constructor(
    options: FunctionOptions,
    session: Session | undefined,
    labels: readonly string[],
    readKernel: ConstructorParameters<typeof StepRecorder>[0],
    guardNative: NativeGuard,
  ) {
    this.#guardNative = guardNative
    this.#options = options
    this.#session = session
    this.#labels = labels
    this.#recorder = new StepRecorder(readKernel)
  }

  async run(handler: Handler, request: HandlerRequest, onInfer: () => void): Promise<Outcome> {
    const result = await this.#answer(handler, request, onInfer)
    return { result, steps: this.#recorder.steps, picture: this.#picture, batchSize: this.#batchSize }
  }

  async #answer(handler: Handler, request: HandlerRequest, onInfer: () => void): Promise<Outcome['result']> {
    try {
      return { answer: await handler(request, this.#tools(onInfer)) }
    } catch (error) {
      return { error }
    }
  }

  #tools(onInfer: () => void): HandlerTools {
    const recorder = this.#recorder
    return {
      model: { version: this.#options.model?.version ?? '', labels: this.#labels },
      decode: (bytes, size) =>
        recorder.measureAsync('decode', () => this.#guardNative(() => this.#decode(bytes, size))),
      infer: (input, output) => {
        onInfer()
        this.#batchSize = input.dims[0]
        return recorder.measureAsync('infer', () => this.#guardNative(() => this.#requireSession().run(input, output)))
      },
      step: (name, work) => recorder.measure(name, work),
      answerJson: (value, log = {}) => ({
        contentType: 'application/json',
        body: recorder.measure('encode', () => JSON.stringify(value)),
        log,
      }),
    }
  }

  async #decode(bytes: Buffer, size: number) {
    const image = await decodeImage(bytes, size, this.#options.maxPixels)
    this.#picture = { width: image.sourceWidth, height: image.sourceHeight }
    return image
  }

  #requireSession(): Session {
    if (this.#session === undefined) throw new ModelError('The function has no model.json.')
    return this.#session
  }
}

function loadHandler(folder: string): Handler {
  const loaded = require(`${folder}/handler`) as { default?: unknown }
  if (typeof loaded.default === 'function') return loaded.default as Handler
  const isOfficial = typeof loaded === 'function'
  throw new HandlerError(
    isOfficial
      ? 'An official-style handler needs a package.json beside it.'
      : 'The default export of the handler is no function.',
  )
}

function readLabels(path: string): readonly string[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new ModelError(`${basename(path)} is not JSON.`, { cause })
  }
}

async function warmUp(loaded: LoadedFunction, body: Buffer): Promise<void> {
  const { result } = await loaded.run({ body, query: new URLSearchParams(), contentType: 'image/*' })
  if ('error' in result) throw new ModelError('The warm-up failed.', { cause: result.error })
}
