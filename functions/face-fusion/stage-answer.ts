import { AvailabilityError } from '#runtime/errors'
import type { StageAnswer } from '#runtime/function-call'
import type { Box } from '#runtime/nms'

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

/** @throws AvailabilityError when the answer is no picture */
export function requirePicture(name: string, answer: StageAnswer): StageAnswer {
  if (/^image\//i.test(answer.contentType)) return answer
  throw refuse(name, 'picture')
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
