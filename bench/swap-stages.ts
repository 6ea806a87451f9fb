import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type LoadedFunction, loadFunction } from '#runtime/function'
import { findModel } from '#runtime/model-spec'
import { encodeParts } from '#runtime/multipart'

interface Face {
  readonly box: readonly [number, number, number, number]
}

/** A photo, the face in it that is largest, and where the encoder puts that face. */
export interface Person {
  readonly picture: Buffer
  readonly face: Face
  readonly embedding: readonly number[]
}

export interface Swapped {
  readonly picture: Buffer
  /** Distances between embeddings of length 1; infinite when no face is found any more. */
  readonly toSource: number
  readonly toTarget: number
  readonly ms: number
}

const OWN = { modelVersion: undefined, modelPath: undefined, modelVariant: undefined }

/** Loads the detector, the encoder and the swapper, for calls in this thread. */
export async function openSwapStages() {
  const [detector, encoder, swapper] = await Promise.all(['face-detector', 'face-encoder', 'face-swapper'].map(load))
  const detect = async (picture: Buffer): Promise<readonly Face[]> => {
    return JSON.parse(String(await call(detector, { body: picture, contentType: '' }, 'landmarks=mesh'))).faces
  }
  const encode = async (image: Buffer, face: Face): Promise<readonly number[]> => {
    return JSON.parse(String(await call(encoder, makeRequest({ image, face }), ''))).embedding
  }
  return {
    async read(path: string): Promise<Person | undefined> {
      const picture = readFileSync(path)
      const face = (await detect(picture)).toSorted((a, b) => measureArea(b) - measureArea(a))[0]
      return face && { picture, face, embedding: await encode(picture, face) }
    },
    async swap(source: Person, target: Person): Promise<Swapped> {
      const start = performance.now()
      const parts = {
        source: source.picture,
        source_face: source.face,
        target: target.picture,
        target_faces: [target.face],
      }
      const picture = Buffer.from(await call(swapper, makeRequest(parts), 'format=png'))
      const ms = performance.now() - start
      const face = findNearest(await detect(picture), target.face)
      const embedding = face && (await encode(picture, face))
      const [toSource, toTarget] = [source, target].map((person) => measureDistance(person.embedding, embedding)) as [
        number,
        number,
      ]
      return { picture, toSource, toTarget, ms }
    },
  }
}

function load(name: string): Promise<LoadedFunction> {
  const folder = resolve(__dirname, '../functions', name)
  return loadFunction({ folder, model: findModel(folder, OWN), maxPixels: 4e7, gatewayUrl: '' })
}

async function call(
  callee: LoadedFunction | undefined,
  request: { body: Buffer; contentType: string },
  query: string,
): Promise<Uint8Array> {
  if (callee === undefined) throw new Error('A stage was not loaded.')
  const { result } = await callee.run({ ...request, query: new URLSearchParams(query), accept: '' })
  if ('error' in result) throw result.error
  return Buffer.from(result.answer.body)
}

function makeRequest(parts: Readonly<Record<string, unknown>>) {
  return encodeParts(
    Object.entries(parts).map(([name, value]) => ({
      name,
      bytes: Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value)),
      contentType: Buffer.isBuffer(value) ? 'image/*' : 'application/json',
    })),
  )
}

function measureArea({ box: [x1, y1, x2, y2] }: Face): number {
  return (x2 - x1) * (y2 - y1)
}

function findNearest(faces: readonly Face[], wanted: Face): Face | undefined {
  const measure = ({ box }: Face) => Math.hypot(...box.map((value, index) => value - (wanted.box[index] as number)))
  return faces.toSorted((a, b) => measure(a) - measure(b))[0]
}

function measureDistance(a: readonly number[], b: readonly number[] | undefined): number {
  if (b === undefined) return Number.POSITIVE_INFINITY
  return Math.hypot(...a.map((value, index) => value - (b[index] as number)))
}
