import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createFunctionsClient, type FunctionsClient } from './functions-client.ts'
import { ProblemError } from './problem-error.ts'

export interface SendOptions {
  readonly gateway: string
  readonly functionName: string
  readonly photosFolder: string
  /** File names, sent in this order again and again. */
  readonly mix: readonly string[]
  readonly total: number
  readonly clients: number
  readonly onProgress?: (done: number) => void
  /** Ends the sending; what was sent until then is counted. */
  readonly signal?: AbortSignal
}

export interface SendResult {
  readonly sent: number
  /** By HTTP status, or by error code where nobody answered. */
  readonly byStatus: Readonly<Record<string, number>>
  /** By the likeliest class of each answer. */
  readonly byClass: Readonly<Record<string, number>>
  readonly durationMs: number
  /** Answers a second. */
  readonly ratePerSecond: number
}

interface Tally {
  done: number
  readonly byStatus: Record<string, number>
  readonly byClass: Record<string, number>
}

/** Sends photos to a classifier, `clients` at a time, in a fixed order, and counts what comes back. */
export async function sendPhotos(options: SendOptions): Promise<SendResult> {
  const { gateway, mix, total, clients } = options
  const photos = await readPhotos(options.photosFolder, mix)
  const client = createFunctionsClient(gateway, { connections: clients })
  const tally: Tally = { done: 0, byStatus: {}, byClass: {} }
  const startedAt = performance.now()
  let next = 0
  const work = async () => {
    while (next < total && !options.signal?.aborted) {
      const photo = photos.get(mix[next % mix.length] ?? '') as Buffer
      next += 1
      await sendOne(client, photo, options, tally)
    }
  }
  await Promise.all(Array.from({ length: clients }, work))
  const durationMs = performance.now() - startedAt
  return {
    sent: tally.done,
    byStatus: tally.byStatus,
    byClass: tally.byClass,
    durationMs,
    ratePerSecond: (tally.done * 1000) / durationMs,
  }
}

async function sendOne(client: FunctionsClient, photo: Buffer, options: SendOptions, tally: Tally): Promise<void> {
  const { functionName, signal, onProgress } = options
  try {
    const { predictions } = await client.classify(photo, { functionName, signal, retry: false })
    count(tally.byStatus, '200')
    count(tally.byClass, predictions[0]?.class ?? 'none')
  } catch (error) {
    if (signal?.aborted) return
    count(tally.byStatus, error instanceof ProblemError ? String(error.status) : errorCode(error))
  }
  tally.done += 1
  onProgress?.(tally.done)
}

function errorCode(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  return code
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1
}

async function readPhotos(folder: string, mix: readonly string[]): Promise<Map<string, Buffer>> {
  const names = [...new Set(mix)]
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name))))
  return new Map(names.map((name, index) => [name, contents[index] as Buffer]))
}
