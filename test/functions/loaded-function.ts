import { resolve } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { type LoadedFunction, loadFunction } from '#runtime/function'
import type { HandlerRequest } from '#runtime/handler'
import { findModel } from '#runtime/model-spec'

process.env['ORT_DISABLE_TELEMETRY'] = '1'

const DEFAULTS = { modelVersion: undefined, modelPath: undefined, modelVariant: undefined }

/** Loads the handler of a folder with the model of its model.json, in this thread, and warms it up. */
export function loadHandler(folder: string, modelVariant?: string): Promise<LoadedFunction> {
  const model = findModel(folder, { ...DEFAULTS, modelVariant })
  return loadFunction({ folder, model, maxPixels: 1e7, gatewayUrl: '' })
}

type Request = Pick<HandlerRequest, 'body' | 'contentType'> & { readonly query?: string }

/** @returns the answer, its body read as JSON, and what it logs. @throws what the handler throws */
export async function askJson<Answer>(loaded: LoadedFunction, { query = '', ...request }: Request) {
  const { result } = await loaded.run({ ...request, query: new URLSearchParams(query), accept: '' })
  if ('error' in result) throw result.error
  const { body, log } = result.answer
  return { answer: JSON.parse(String(body)) as Answer, log }
}

export function openPhoto(name: string): Sharp {
  return sharp(resolve(__dirname, '../../photos', name))
}
