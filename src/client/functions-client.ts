import type { AxiosInstance } from 'axios'
import type { FunctionAnswer } from './call-function.ts'
import { callForJson, callSuccessfully } from './call-successfully.ts'
import type * as take from './client-options.ts'
import { encodeForm, type FormPart } from './form-body.ts'
import {
  type Classification,
  classification,
  type Detection,
  detection,
  type Encoding,
  encoding,
} from './function-answers.ts'
import { type ConnectionOptions, createHttp } from './http.ts'
import { type PictureAnswer, toPictureAnswer } from './picture-answer.ts'
import { writeFlag, writeQuery } from './query.ts'
import { type RequestBody, readSource, type Source } from './request-body.ts'

/**
 * The functions behind a gateway. Every call fails with a ProblemError when the function refuses or fails, with a
 * GatewayError when nobody answers in time, and with the reason of its `signal`.
 */
export interface FunctionsClient {
  /** Names what a picture shows. */
  readonly classify: (image: Source, options?: take.ClassifyOptions) => Promise<Classification>
  /** Finds the faces of a picture; none is no failure. */
  readonly detectFaces: (image: Source, options?: take.DetectOptions) => Promise<Detection>
  /** Turns one face of a picture into numbers that lie near each other for one person. */
  readonly encodeFace: (request: take.FaceToEncode, options?: take.FunctionOptions) => Promise<Encoding>
  /** Puts the face of one picture in the place of faces of another. */
  readonly swapFaces: (request: take.FacesToSwap, options?: take.PictureOptions) => Promise<PictureAnswer>
  /** Cuts the foreground out of a picture. */
  readonly removeBackground: (image: Source, options?: take.RemoveOptions) => Promise<PictureAnswer>
  /** Detects, encodes and swaps in one call. */
  readonly fuseFaces: (request: take.PicturesToFuse, options?: take.FuseOptions) => Promise<PictureAnswer>
  /** Calls any function, NAME or NAME.NAMESPACE; without a body an empty one is sent. */
  readonly invoke: (name: string, body?: Source, options?: take.InvokeOptions) => Promise<FunctionAnswer>
  /** Has a call queued. */
  readonly invokeAsync: (name: string, body?: Source, options?: take.AsyncOptions) => Promise<{ callId: string }>
}

/** A typed client of the functions behind an OpenFaaS gateway. */
export function createFunctionsClient(gateway: string, options: ConnectionOptions = {}): FunctionsClient {
  const http = createHttp(gateway, options)
  return { ...readingFunctions(http), ...drawingFunctions(http), ...anyFunction(http) }
}

function readingFunctions(http: AxiosInstance): Pick<FunctionsClient, 'classify' | 'detectFaces' | 'encodeFace'> {
  return {
    classify: async (image, { top, functionName: name = 'image-classifier', ...options } = {}) => {
      const request = { name, body: await readBody(image), query: writeQuery({ top }) }
      return callForJson(http, classification, request, options)
    },
    detectFaces: async (image, { functionName: name = 'face-detector', ...options } = {}) => {
      const { minScore: min_score, maxFaces: max_faces, size, landmarks } = options
      const query = writeQuery({ min_score, max_faces, size, landmarks })
      return callForJson(http, detection, { name, body: await readBody(image), query }, options)
    },
    encodeFace: async ({ image, face }, { functionName: name = 'face-encoder', ...options } = {}) => {
      const body = encodeForm([await picturePart('image', image), jsonPart('face', face)])
      return callForJson(http, encoding, { name, body }, options)
    },
  }
}

function drawingFunctions(http: AxiosInstance): Pick<FunctionsClient, 'swapFaces' | 'removeBackground' | 'fuseFaces'> {
  const call = async (name: string, body: RequestBody, query: string, options: take.FunctionOptions) =>
    toPictureAnswer(await callSuccessfully(http, { name, body, query }, options))
  return {
    swapFaces: async (request, { functionName = 'face-swapper', ...options } = {}) => {
      const { format, quality } = options
      const body = encodeForm([
        await picturePart('source', request.source),
        jsonPart('source_face', request.sourceFace),
        await picturePart('target', request.target),
        jsonPart('target_faces', request.targetFaces),
      ])
      return call(functionName, body, writeQuery({ format, quality }), options)
    },
    removeBackground: async (image, { functionName = 'background-remover', ...options } = {}) => {
      const { format, quality, mask, background } = options
      const isPicture = typeof background === 'object'
      const colour = isPicture ? undefined : background
      const query = writeQuery({ format, quality, mask: writeFlag(mask), background: colour })
      const body = isPicture ? await encodePictures({ image, background: background.picture }) : await readBody(image)
      return call(functionName, body, query, options)
    },
    fuseFaces: async ({ source, target }, { functionName = 'face-fusion', ...options } = {}) => {
      const { format, quality, faces, strict } = options
      const query = writeQuery({ format, quality, faces, strict: writeFlag(strict) })
      return call(functionName, await encodePictures({ source, target }), query, options)
    },
  }
}

function anyFunction(http: AxiosInstance): Pick<FunctionsClient, 'invoke' | 'invokeAsync'> {
  const prepare = async (name: string, source: Source, { query, contentType }: take.InvokeOptions) => {
    return { name, body: await readBody(source, contentType), query: writeQuery(query ?? {}) }
  }
  return {
    invoke: async (name, source = NOTHING, options = {}) =>
      callSuccessfully(http, await prepare(name, source, options), options),
    invokeAsync: async (name, source = NOTHING, { callbackUrl, ...options } = {}) => {
      const headers = { ...(callbackUrl !== undefined && { 'X-Callback-Url': callbackUrl }), ...options.headers }
      const request = { ...(await prepare(name, source, options)), isAsync: true }
      const answer = await callSuccessfully(http, request, { ...options, headers })
      answer.body.destroy()
      return { callId: answer.callId ?? '' }
    },
  }
}

const NOTHING = new Uint8Array()

async function readBody(source: Source, contentType = 'application/octet-stream'): Promise<RequestBody> {
  return { ...(await readSource(source)), contentType }
}

async function encodePictures(pictures: Readonly<Record<string, Source>>): Promise<RequestBody> {
  const parts = Object.entries(pictures).map(([name, source]) => picturePart(name, source))
  return encodeForm(await Promise.all(parts))
}

async function picturePart(name: string, source: Source): Promise<FormPart> {
  const { contentType, ...content } = await readBody(source)
  return { name, contentType, content }
}

function jsonPart(name: string, value: unknown): FormPart {
  const bytes = Buffer.from(JSON.stringify(value))
  return {
    name,
    contentType: 'application/json',
    content: { length: bytes.length, isRepeatable: true, open: () => bytes },
  }
}
