import { join } from 'node:path'
import { loadFunction } from '#runtime/function'
import type { HandlerRequest } from '#runtime/handler'
import { findModel } from '#runtime/model-spec'
import { encodeParts } from '#runtime/multipart'

const MAX_PIXELS = 40_000_000

/** @returns what the function answers to a request, which must be JSON. @throws the function's own error */
export type LocalFunction = <T>(
  request: Pick<HandlerRequest, 'body'> & { query?: string; contentType?: string },
) => Promise<T>

export interface Face {
  readonly box: readonly [number, number, number, number]
  readonly score: number
  readonly landmarks: readonly (readonly [number, number])[]
}

/** Loads a function into this process: its handler and weights, no server and no workers. */
export async function openFunction(name: string, modelVariant?: string): Promise<LocalFunction> {
  process.env['ORT_DISABLE_TELEMETRY'] = '1'
  const folder = join(__dirname, '../../functions', name)
  const model = findModel(folder, { modelVariant, modelVersion: undefined, modelPath: undefined })
  const loaded = await loadFunction({ folder, model, maxPixels: MAX_PIXELS, gatewayUrl: '' })
  return async ({ body, query = '', contentType = 'image/*' }) => {
    const { result } = await loaded.run({ body, contentType, query: new URLSearchParams(query), accept: '' })
    if ('error' in result) throw result.error
    return { ...JSON.parse(String(result.answer.body)), log: result.answer.log }
  }
}

/** What the encoder is sent. */
export function toEncoderRequest(image: Buffer, face: Face) {
  return encodeParts([
    { name: 'image', bytes: image, contentType: 'image/*' },
    { name: 'face', bytes: Buffer.from(JSON.stringify(face)), contentType: 'application/json' },
  ])
}
