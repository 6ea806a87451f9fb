import type { FunctionCall, StageAnswer } from '#runtime/function-call'
import type { HandlerTools } from '#runtime/handler'
import { encodeParts, type Part } from '#runtime/multipart'
import {
  type DetectedFace,
  type Embedding,
  type MarkedPicture,
  readEmbedding,
  readFaces,
  readMarkedPicture,
} from './stage-answer.ts'
import { nameFault, toStageFault } from './stage-fault.ts'

export const DETECTOR = 'face-detector'
export const ENCODER = 'face-encoder'
export const SWAPPER = 'face-swapper'

type Tools = Pick<HandlerTools, 'callFunction'>

/** The stages look at the bytes; what the caller calls them is not passed on. */
const PICTURE = 'application/octet-stream'

export async function detectFaces(picture: Part, { callFunction }: Tools): Promise<readonly DetectedFace[]> {
  const request = { body: picture.bytes, contentType: PICTURE, query: { landmarks: 'mesh' } }
  const answer = await orFault(callFunction(DETECTOR, request), (error) => nameFault(error, picture.name))
  return readFaces(DETECTOR, answer)
}

export async function encodeFace(picture: Part, face: DetectedFace, tools: Tools): Promise<Embedding> {
  const call = callEncoder(picture.bytes, face, tools)
  return readEmbedding(ENCODER, await orFault(call, (error) => nameFault(error, picture.name)))
}

/** @param face where it was in the target: a swap moves no face */
export async function encodeResult(result: StageAnswer, face: DetectedFace, tools: Tools): Promise<Embedding> {
  return readEmbedding(ENCODER, await orFault(callEncoder(result.body, face, tools), toStageFault))
}

export interface Swap {
  readonly source: Part
  readonly sourceFace: DetectedFace
  readonly target: Part
  readonly targetFaces: readonly DetectedFace[]
  readonly output: Pick<FunctionCall, 'query' | 'accept'>
}

export async function swapFaces(swap: Swap, { callFunction }: Tools): Promise<MarkedPicture> {
  const { source, sourceFace, target, targetFaces, output } = swap
  const request = encodeParts([
    toPicturePart('source', source.bytes),
    toJsonPart('source_face', sourceFace),
    toPicturePart('target', target.bytes),
    toJsonPart('target_faces', targetFaces),
  ])
  return readMarkedPicture(SWAPPER, await orFault(callFunction(SWAPPER, { ...request, ...output }), nameFault))
}

function callEncoder(picture: Buffer, face: DetectedFace, { callFunction }: Tools): Promise<StageAnswer> {
  return callFunction(ENCODER, encodeParts([toPicturePart('image', picture), toJsonPart('face', face)]))
}

async function orFault<T>(call: Promise<T>, toFault: (error: unknown) => unknown): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw toFault(error)
  }
}

function toPicturePart(name: string, bytes: Buffer): Part {
  return { name, bytes, contentType: PICTURE }
}

function toJsonPart(name: string, value: unknown): Part {
  return { name, bytes: Buffer.from(JSON.stringify(value)), contentType: 'application/json' }
}
