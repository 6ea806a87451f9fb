import { join } from 'node:path'
import { encodeParts } from '#runtime/multipart'
import { loadHandler } from '../../test/functions/loaded-function.ts'

export interface LocalRequest {
  readonly body: Buffer
  readonly contentType?: string
  readonly query?: string
}

/** What the function answered, and beside it what it logs and how long the model ran. */
export type LocalAnswer<T> = T & { readonly log: Readonly<Record<string, unknown>>; readonly inferMs: number }

/** @throws the function's own error */
export type LocalFunction = <T>(request: LocalRequest) => Promise<LocalAnswer<T>>

export interface Face {
  readonly box: readonly [number, number, number, number]
  readonly score: number
  readonly landmarks: readonly (readonly [number, number])[]
}

/** Loads a function into this thread: its handler and weights, no server and no workers. */
export async function openFunction(name: string, modelVariant?: string): Promise<LocalFunction> {
  const loaded = await loadHandler(join(__dirname, '../../functions', name), modelVariant)
  return async ({ body, query = '', contentType = 'image/*' }) => {
    const request = { body, contentType, query: new URLSearchParams(query), accept: '' }
    const { result, steps } = await loaded.run(request)
    if ('error' in result) throw result.error
    const inferMs = steps
      .filter(({ name }) => name === 'infer')
      .reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
    return { ...JSON.parse(String(result.answer.body)), log: result.answer.log, inferMs }
  }
}

/** What the encoder is sent. */
export function toEncoderRequest(image: Buffer, face: Face): LocalRequest {
  return encodeParts([
    { name: 'image', bytes: image, contentType: 'image/*' },
    { name: 'face', bytes: Buffer.from(JSON.stringify(face)), contentType: 'application/json' },
  ])
}
