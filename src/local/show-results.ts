import { mkdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Face } from '../client/function-answers.ts'
import { createFunctionsClient, type FunctionsClient } from '../client/functions-client.ts'
import type { PictureAnswer } from '../client/picture-answer.ts'

const WIDEST_NAME = 20

interface Show {
  readonly client: FunctionsClient
  /** Of the photos. */
  readonly path: (photo: string) => string
  /** Writes a picture, and says where. */
  readonly save: (answer: PictureAnswer, name: string) => Promise<string>
  readonly signal: AbortSignal
}

/** Calls every function of the repository once, and says what came back; pictures are written to `folder`. */
export async function showResults(root: string, gateway: string, folder: string, signal: AbortSignal): Promise<void> {
  await mkdir(folder, { recursive: true })
  const show: Show = {
    client: createFunctionsClient(gateway),
    path: (photo) => join(root, 'photos', photo),
    save: async (answer, name) => {
      await answer.save(join(folder, name))
      return relative(process.cwd(), join(folder, name))
    },
    signal,
  }
  await say('image-classifier', () => classify(show))
  const source = await say('face-detector', () => detect(show, 'astronaut.png'))
  const target = await say('face-detector', () => detect(show, 'grace.jpg'))
  if (source && target) {
    await say('face-encoder', () => encode(show, source))
    await say('face-swapper', () => swap(show, source, target))
  }
  await say('background-remover', () => removeBackground(show))
  await say('face-fusion', () => fuse(show))
}

/** A function that fails is said; what it promises is for the gate to judge. */
async function say<T>(name: string, call: () => Promise<readonly [string, T]>): Promise<T | undefined> {
  const startedAt = performance.now()
  const [sentence, result] = await call().catch((error: Error) => [`failed: ${error.message}`, undefined] as const)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(2)
  process.stdout.write(`${name.padEnd(WIDEST_NAME)}${sentence} (${seconds} s)\n`)
  return result
}

async function classify({ client, path, signal }: Show) {
  const { predictions } = await client.classify(path('chelsea.png'), { signal })
  return [`chelsea.png: ${predictions[0]?.class}, ${percent(predictions[0]?.probability)}`, predictions] as const
}

async function detect({ client, path, signal }: Show, photo: string) {
  const { faces } = await client.detectFaces(path(photo), { landmarks: 'mesh', signal })
  return [`${photo}: ${faces.length} face, score ${faces[0]?.score.toFixed(2)}`, faces[0]] as const
}

async function encode({ client, path, signal }: Show, face: Face) {
  const encoding = await client.encodeFace({ image: path('astronaut.png'), face }, { signal })
  return [`astronaut.png: ${encoding.embedding.length} numbers of ${encoding.model}`, encoding] as const
}

async function swap({ client, path, save, signal }: Show, sourceFace: Face, targetFace: Face) {
  const faces = { source: path('astronaut.png'), sourceFace, target: path('grace.jpg'), targetFaces: [targetFace] }
  const file = await save(await client.swapFaces(faces, { signal }), 'face-swapper.jpg')
  return [`astronaut.png onto grace.jpg: ${file}`, file] as const
}

async function removeBackground({ client, path, save, signal }: Show) {
  const answer = await client.removeBackground(path('chelsea.png'), { signal })
  const file = await save(answer, 'background-remover.png')
  return [`chelsea.png: ${percent(Number(answer.facts['foreground-ratio']))} foreground: ${file}`, file] as const
}

async function fuse({ client, path, save, signal }: Show) {
  const pair = { source: path('grace.jpg'), target: path('astronaut.png') }
  const answer = await client.fuseFaces(pair, { signal })
  const { 'similarity-source': toSource, 'similarity-target': toTarget } = answer.facts
  const file = await save(answer, 'face-fusion.jpg')
  return [`grace.jpg onto astronaut.png, likeness ${toSource} and ${toTarget}: ${file}`, file] as const
}

function percent(ratio = Number.NaN): string {
  return `${(100 * ratio).toFixed(1)} %`
}
