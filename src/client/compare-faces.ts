import type { CallOptions } from './call-function.ts'
import type { Encoding, Face } from './function-answers.ts'
import type { FunctionsClient } from './functions-client.ts'
import { GatewayError } from './gateway-error.ts'

/**
 * The distance under which two embeddings are taken for one person's, and how often that was wrong.
 * Source: docs/measurements/face-encoder.md, points placed by the mesh.
 */
export const SAME_PERSON = {
  distance: 0.33,
  /** Pairs of one person that were called different. */
  falseRejects: { count: 33, of: 832 },
  /** Pairs of two people that were called the same. */
  falseAccepts: { count: 10, of: 5723 },
} as const

/** The face of a picture that was encoded. */
export interface EncodedFace extends Encoding {
  readonly face: Face
  /** How many the picture has. */
  readonly faces: number
}

/**
 * Finds the largest face of a picture and encodes it: two calls, so not of a stream.
 * @returns nothing where there is no face
 */
export async function encodeLargestFace(
  { detectFaces, encodeFace }: Pick<FunctionsClient, 'detectFaces' | 'encodeFace'>,
  image: string | Uint8Array,
  options: CallOptions = {},
): Promise<EncodedFace | undefined> {
  const { faces } = await detectFaces(image, { ...options, landmarks: 'mesh' })
  const [face] = faces.toSorted((one, other) => areaOf(other) - areaOf(one))
  if (face === undefined) return undefined
  return { ...(await encodeFace({ image, face }, options)), face, faces: faces.length }
}

/**
 * Says whether two embeddings are of one person.
 * @returns the Euclidean distance, 0 to 2
 * @throws GatewayError for embeddings of two models, as they come while one replaces the other
 */
export function compareEncodings(
  one: Pick<Encoding, 'embedding' | 'model'>,
  other: Pick<Encoding, 'embedding' | 'model'>,
): { readonly distance: number; readonly isSame: boolean } {
  if (one.model !== other.model)
    throw new GatewayError(`Expected embeddings of one model but received those of ${one.model} and ${other.model}`)
  const distance = Math.hypot(...one.embedding.map((value, index) => value - (other.embedding[index] ?? Number.NaN)))
  return { distance, isSame: distance < SAME_PERSON.distance }
}

function areaOf({ box: [left, top, right, bottom] }: Face): number {
  return (right - left) * (bottom - top)
}
