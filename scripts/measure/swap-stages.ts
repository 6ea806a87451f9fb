import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeParts } from '#runtime/multipart'
import { loadHandler } from '../../test/functions/loaded-function.ts'
import { type Face, type LocalFunction, openFunction, toEncoderRequest } from './local-function.ts'
import { measureDistance } from './pairs.ts'

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

interface Stages {
  readonly detector: LocalFunction
  readonly encoder: LocalFunction
  readonly swapper: Awaited<ReturnType<typeof loadHandler>>
}

/** Loads the detector, the encoder and the swapper, for calls in this thread. */
export async function openSwapStages() {
  const [detector, encoder] = [await openFunction('face-detector'), await openFunction('face-encoder')]
  const stages = { detector, encoder, swapper: await loadHandler(join(__dirname, '../../functions/face-swapper')) }
  return {
    read: (path: string) => readPerson(stages, readFileSync(path)),
    swap: (source: Person, target: Person) => swapAndMeasure(stages, source, target),
  }
}

async function readPerson(stages: Stages, picture: Buffer): Promise<Person | undefined> {
  const [face] = (await detect(stages, picture)).toSorted((a, b) => measureArea(b) - measureArea(a))
  return face && { picture, face, embedding: await encode(stages, picture, face) }
}

async function swapAndMeasure(stages: Stages, source: Person, target: Person): Promise<Swapped> {
  const start = performance.now()
  const picture = await swap(stages, source, target)
  const ms = performance.now() - start
  const face = findNearest(await detect(stages, picture), target.face)
  const embedding = face && (await encode(stages, picture, face))
  const measure = (person: Person) => {
    return embedding === undefined ? Number.POSITIVE_INFINITY : measureDistance(person.embedding, embedding)
  }
  return { picture, toSource: measure(source), toTarget: measure(target), ms }
}

async function detect({ detector }: Stages, body: Buffer): Promise<readonly Face[]> {
  return (await detector<{ faces: readonly Face[] }>({ body, query: 'landmarks=mesh' })).faces
}

async function encode({ encoder }: Stages, image: Buffer, face: Face): Promise<readonly number[]> {
  return (await encoder<{ embedding: readonly number[] }>(toEncoderRequest(image, face))).embedding
}

async function swap({ swapper }: Stages, source: Person, target: Person): Promise<Buffer> {
  const toJson = (value: unknown) => ({ bytes: Buffer.from(JSON.stringify(value)), contentType: 'application/json' })
  const toPicture = (bytes: Buffer) => ({ bytes, contentType: 'image/*' })
  const request = encodeParts([
    { name: 'source', ...toPicture(source.picture) },
    { name: 'source_face', ...toJson(source.face) },
    { name: 'target', ...toPicture(target.picture) },
    { name: 'target_faces', ...toJson([target.face]) },
  ])
  const { result } = await swapper.run({ ...request, query: new URLSearchParams('format=png'), accept: '' })
  if ('error' in result) throw result.error
  return Buffer.from(result.answer.body)
}

function measureArea({ box: [x1, y1, x2, y2] }: Face): number {
  return (x2 - x1) * (y2 - y1)
}

function findNearest(faces: readonly Face[], wanted: Face): Face | undefined {
  const measure = ({ box }: Face) => Math.hypot(...box.map((value, index) => value - (wanted.box[index] as number)))
  return faces.toSorted((a, b) => measure(a) - measure(b))[0]
}
