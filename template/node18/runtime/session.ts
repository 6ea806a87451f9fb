import { InferenceSession, Tensor } from 'onnxruntime-node'
import { ModelError } from './errors.ts'

/** Where the sessions run; no other execution provider is asked for. */
export const DEVICE = 'cpu'

/** A tensor of bytes that a model takes: its data and its shape, batch first. */
export interface ByteTensor {
  readonly data: Uint8Array
  readonly dims: readonly number[]
}

/** One model, loaded for one thread. */
export interface Session {
  /** @returns the values of the asked output, row by row */
  run(input: ByteTensor, output: string): Promise<Float32Array>
}

/**
 * Loads weights for one thread: the workers, not the session, use the CPUs. By path, which needs less memory than a buffer.
 *
 * @throws ModelError when the file is no model
 */
export async function loadSession(path: string): Promise<Session> {
  const session = await createSession(path)
  const inputName = session.inputNames[0] as string
  return {
    async run({ data, dims }, output) {
      try {
        const results = await session.run({ [inputName]: new Tensor('uint8', data, dims) }, [output])
        return results[output]?.data as Float32Array
      } catch (cause) {
        throw new ModelError('The model could not be run.', { cause })
      }
    },
  }
}

async function createSession(path: string): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(path, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    })
  } catch (cause) {
    throw new ModelError('The weights could not be loaded.', { cause })
  }
}
