import { HandlerError, ModelError } from './errors.ts'
import type { Handler, HandlerRequest, WarmUp, WarmUpRequest } from './handler.ts'
import { HandlerCall, type Outcome, type Situation } from './handler-call.ts'
import { openKernelCounters } from './kernel.ts'
import { loadModel } from './loaded-model.ts'
import type { ModelFiles } from './model-spec.ts'
import type { NativeGuard } from './native-guard.ts'
import { StepRecorder } from './steps.ts'
import { drawWarmUpPicture } from './warm-up.ts'

export interface FunctionOptions {
  /** The handler's folder, absolute. */
  readonly folder: string
  readonly model: ModelFiles | undefined
  readonly maxPixels: number
  /** Where other functions are called. */
  readonly gatewayUrl: string
}

export interface LoadedFunction {
  run(request: HandlerRequest, situation?: Situation): Promise<Outcome>
}

interface HandlerModule {
  readonly handler: Handler
  readonly warmUp: WarmUp
}

/** A request of nobody: the warm-up, a test. */
const ALONE: Situation = {
  requestId: '',
  trace: { traceId: '0'.repeat(32), sampled: false, traceState: undefined },
  deadlineAtMs: Number.POSITIVE_INFINITY,
  signal: new AbortController().signal,
  onBegin() {},
}

/**
 * Loads a handler with its model for this thread, and warms it up.
 *
 * @throws ModelError when the model or its labels cannot be loaded, or the warm-up fails
 */
export async function loadFunction(
  options: FunctionOptions,
  guardNative: NativeGuard = (work) => work(),
): Promise<LoadedFunction> {
  const { folder, maxPixels, gatewayUrl } = options
  const drawing = Promise.all((options.model?.warmUp ?? []).map(drawWarmUpPicture)) // encoded in other threads, while this one loads
  const [model, pictures] = await Promise.all([loadModel(options.model), drawing])
  const means = { model, maxPixels, gatewayUrl, guardNative }
  const { handler, warmUp } = loadHandler(folder)
  const kernel = openKernelCounters()
  const loaded: LoadedFunction = {
    run(request, situation = ALONE) {
      return new HandlerCall(means, new StepRecorder(() => kernel.read()), request, situation).run(handler)
    },
  }
  for (const request of warmUp(pictures)) await runWarmUp(loaded, request)
  return loaded
}

function loadHandler(folder: string): HandlerModule {
  const loaded = require(`${folder}/handler`) as { default?: unknown; warmUp?: unknown }
  if (typeof loaded.default === 'function') {
    const warmUp = typeof loaded.warmUp === 'function' ? (loaded.warmUp as WarmUp) : sendPictures
    return { handler: loaded.default as Handler, warmUp }
  }
  const isOfficial = typeof loaded === 'function'
  throw new HandlerError(
    isOfficial
      ? 'An official-style handler needs a package.json beside it.'
      : 'The default export of the handler is no function.',
  )
}

const sendPictures: WarmUp = (pictures) => pictures.map((body) => ({ body, contentType: 'image/*' }))

async function runWarmUp(loaded: LoadedFunction, { body, contentType, query }: WarmUpRequest): Promise<void> {
  const { result } = await loaded.run({ body, contentType, query: new URLSearchParams(query), accept: '' })
  if ('error' in result) throw new ModelError('The warm-up failed.', { cause: result.error })
}
