import { makeAlteredCopies } from './altered-copies.ts'
import { type Face, type LocalFunction, openFunction, toEncoderRequest } from './local-function.ts'
import type { EncodedFace } from './pairs.ts'
import { FACE_PHOTOS, type FacePhoto, readPhoto } from './photos.ts'

export interface MeasuredFace extends EncodedFace {
  /** How the photo was altered. */
  readonly copy: string
  /** Length of the embedding as the model gave it. */
  readonly norm: number
}

export interface Encoded {
  readonly faces: readonly MeasuredFace[]
  /** Copies in which fewer faces than people were found. */
  readonly missed: readonly string[]
}

interface Functions {
  readonly detect: LocalFunction
  readonly encode: LocalFunction
}

interface EncoderAnswer {
  readonly embedding: readonly number[]
  readonly log: { readonly embeddingNorm: number }
}

/**
 * Encodes every face of the photos, and of the altered copies of portraits.
 *
 * @param packages folder that holds the photos' packages
 * @param query what the detector is asked for
 */
export async function encodeFaces(packages: string, query: string): Promise<Encoded> {
  const functions = { detect: await openFunction('face-detector'), encode: await openFunction('face-encoder') }
  const faces: MeasuredFace[] = []
  const missed: string[] = []
  for (const photo of FACE_PHOTOS) {
    for (const { name, bytes } of await listCopies(photo, readPhoto(photo, packages))) {
      const found = await encodeCopy(functions, bytes, photo.people, query)
      if (found.length < photo.people.length) missed.push(`${photo.name}, ${name}`)
      faces.push(...found.map((face) => ({ ...face, photo: photo.name, copy: name })))
    }
    process.stderr.write(`${photo.name}: ${faces.length} faces so far\n`)
  }
  return { faces, missed }
}

async function listCopies({ portrait }: FacePhoto, bytes: Buffer) {
  return portrait ? await makeAlteredCopies(bytes) : [{ name: 'original', bytes }]
}

/** Encodes the most certain faces, as many as there are people. */
async function encodeCopy({ detect, encode }: Functions, body: Buffer, people: readonly string[], query: string) {
  const { faces } = await detect<{ faces: readonly Face[] }>({ body, query })
  const encoded: Omit<MeasuredFace, 'photo' | 'copy'>[] = []
  for (const [index, person] of people.entries()) {
    const face = faces[index]
    if (face === undefined) continue
    const { embedding, log } = await encode<EncoderAnswer>(toEncoderRequest(body, face))
    encoded.push({ person, embedding, norm: log.embeddingNorm })
  }
  return encoded
}
