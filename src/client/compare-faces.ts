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

/** How far the length of an embedding may be from 1; the threshold holds for no other. */
const LENGTH_TOLERANCE = 0.01

type Comparable = Pick<Encoding, 'embedding' | 'model'>

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
 * @throws GatewayError for embeddings of two models, as they come while one replaces the other, for those of unequal
 *   sizes, and for one whose length is not 1: empty, all zero, or with numbers that are not finite
 */
export function compareEncodings(
  one: Comparable,
  other: Comparable,
): { readonly distance: number; readonly isSame: boolean } {
  requireComparable(one, other)
  const distance = Math.hypot(...one.embedding.map((value, index) => value - (other.embedding[index] ?? Number.NaN)))
  return { distance, isSame: distance < SAME_PERSON.distance }
}

/** Embeddings are kept by callers: what comes back is not always what an encoder answered. */
function requireComparable(one: Comparable, other: Comparable): void {
  if (one.model !== other.model)
    throw new GatewayError(`Expected embeddings of one model but received those of ${one.model} and ${other.model}`)
  const [size, otherSize] = [one.embedding.length, other.embedding.length]
  if (size !== otherSize)
    throw new GatewayError(`Expected embeddings of one size but received ${size} and ${otherSize} numbers`)
  for (const { embedding } of [one, other]) requireLength(Math.hypot(...embedding))
}

function requireLength(length: number): void {
  if (Math.abs(length - 1) <= LENGTH_TOLERANCE) return
  throw new GatewayError(`Expected a vector of length 1 for embedding but received one of length ${length}`)
}

function areaOf({ box: [left, top, right, bottom] }: Face): number {
  return (right - left) * (bottom - top)
}
