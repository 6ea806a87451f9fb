import { AvailabilityError } from '#runtime/errors'
import type { StageAnswer } from '#runtime/function-call'
import type { Box } from '#runtime/nms'
import { type DigitalSource, readProvenance } from '#runtime/provenance'

/** One face as the detector writes it; what else it says is handed on as it is. */
export interface DetectedFace {
  readonly box: Box
}

export interface Embedding {
  /** Of length 1. */
  readonly values: readonly number[]
  /** Name and version of the model that made it. */
  readonly model: string
}

/** @throws AvailabilityError when the answer holds no list of faces */
export function readFaces(name: string, { body }: StageAnswer): readonly DetectedFace[] {
  const { faces } = parseObject(body)
  if (Array.isArray(faces) && faces.every((face) => isNumbers(face?.box) && face.box.length === 4)) return faces
  throw refuse(name, 'faces')
}

/** @throws AvailabilityError when the answer holds no embedding */
export function readEmbedding(name: string, { body }: StageAnswer): Embedding {
  const { embedding, model } = parseObject(body)
  if (isNumbers(embedding) && embedding.length > 0 && typeof model === 'string') return { values: embedding, model }
  throw refuse(name, 'embedding')
}

/** A picture that says of itself what a model has done to it. */
export interface MarkedPicture extends StageAnswer {
  readonly provenance: DigitalSource
}

/** @throws AvailabilityError when the answer is no picture, or does not say that a model altered it: no such face is handed on */
export function readMarkedPicture(name: string, answer: StageAnswer): MarkedPicture {
  if (!/^image\//i.test(answer.contentType)) throw refuse(name, 'picture')
  const provenance = readProvenance(answer.headers.get('x-vouch-provenance'))
  if (provenance === undefined) throw refuse(name, 'provenance')
  return { ...answer, provenance }
}

function refuse(name: string, what: string): AvailabilityError {
  return new AvailabilityError('stage-failed', { function: name, functionStatus: 200, outcome: `answered no ${what}` })
}

function parseObject(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body.toString('utf8')) ?? {}
  } catch {
    return {}
  }
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => Number.isFinite(entry))
}
