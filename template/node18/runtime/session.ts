import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import { ModelError } from './errors.ts'

/** Where the sessions run; no other execution provider is asked for. */
export const DEVICE = 'cpu'

/** Numbers that a model takes, and their shape, batch first. Bytes are uint8, floats are float32. */
export interface Tensor {
  readonly data: Uint8Array | Float32Array
  readonly dims: readonly number[]
}

/** One tensor for the model's first input, or one for each input by name. */
export type Feeds = Tensor | Readonly<Record<string, Tensor>>

/** One model, loaded for one thread. */
export interface Session {
  /**
   * @returns the values of the asked outputs, row by row
   * @throws ModelError when the model cannot be run, or answers a number that is not finite
   */
  run<O extends string>(feeds: Feeds, outputs: readonly O[]): Promise<Record<O, Float32Array>>
}

export interface SessionOptions {
  /** False keeps less memory between runs, and runs slower. */
  readonly arena: boolean
}

/**
 * Loads weights for one thread: the workers, not the session, use the CPUs. By path, which needs less memory than a buffer.
 *
 * @throws ModelError when the file is no model
 */
export async function loadSession(path: string, options: SessionOptions = { arena: true }): Promise<Session> {
  const session = await createSession(path, options)
  const inputName = session.inputNames[0] as string
  return {
    async run<O extends string>(feeds: Feeds, outputs: readonly O[]) {
      const results = await runSession(session, toOrtFeeds(feeds, inputName), outputs)
      for (const name of outputs) checkFinite(results[name], name)
      return results
    },
  }
}

async function runSession<O extends string>(
  session: InferenceSession,
  feeds: Record<string, OrtTensor>,
  outputs: readonly O[],
): Promise<Record<O, Float32Array>> {
  try {
    const results = await session.run(feeds, [...outputs])
    return Object.fromEntries(outputs.map((name) => [name, results[name]?.data])) as Record<O, Float32Array>
  } catch (cause) {
    throw new ModelError('The model could not be run.', { cause })
  }
}

/** Cast to bytes, such numbers would be a picture: black, or empty. Of whole numbers there are none. */
function checkFinite(values: Float32Array, output: string): void {
  if (!(values instanceof Float32Array) || values.every(Number.isFinite)) return
  throw new ModelError(`Output ${output} of the model has a number that is not finite.`)
}

/** The tensors of a run: one alone, or several by the names of their inputs. */
export function listTensors(feeds: Feeds): readonly Tensor[] {
  return isTensor(feeds) ? [feeds] : Object.values(feeds)
}

function toOrtFeeds(feeds: Feeds, firstInput: string): Record<string, OrtTensor> {
  const named = isTensor(feeds) ? { [firstInput]: feeds } : feeds
  return Object.fromEntries(Object.entries(named).map(([name, tensor]) => [name, toOrtTensor(tensor)]))
}

function isTensor(feeds: Feeds): feeds is Tensor {
  return ArrayBuffer.isView(feeds['data'])
}

function toOrtTensor({ data, dims }: Tensor): OrtTensor {
  return data instanceof Float32Array ? new OrtTensor('float32', data, dims) : new OrtTensor('uint8', data, dims)
}

async function createSession(path: string, { arena }: SessionOptions): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(path, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 3, // its warnings on how a graph could be smaller are no JSON lines
      ...(arena ? {} : { enableCpuMemArena: false, enableMemPattern: false }),
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    })
  } catch (cause) {
    throw new ModelError('The weights could not be loaded.', { cause })
  }
}
