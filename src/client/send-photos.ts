import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createFunctionsClient } from './functions-client.ts'
import { type SendOptions, type SendResult, sendCalls } from './send-calls.ts'

interface PhotoOptions extends SendOptions {
  readonly gateway: string
  readonly functionName: string
  readonly photosFolder: string
  /** File names, sent in this order again and again. */
  readonly mix: readonly string[]
}

interface PhotoResult extends SendResult {
  /** By the likeliest class of each answer. */
  readonly byClass: Readonly<Record<string, number>>
}

/** Sends photos to a classifier, `clients` at a time, in a fixed order, and counts what comes back. */
export async function sendPhotos(options: PhotoOptions): Promise<PhotoResult> {
  const { gateway, functionName, mix, clients, signal } = options
  const photos = await readPhotos(options.photosFolder, mix)
  const client = createFunctionsClient(gateway, { connections: clients })
  const byClass: Record<string, number> = {}
  const result = await sendCalls(options, async (index) => {
    const photo = photos.get(mix[index % mix.length] ?? '') as Buffer
    const { predictions } = await client.classify(photo, { functionName, signal, retry: false })
    const name = predictions[0]?.class ?? 'none'
    byClass[name] = (byClass[name] ?? 0) + 1
  })
  return { ...result, byClass }
}

async function readPhotos(folder: string, mix: readonly string[]): Promise<Map<string, Buffer>> {
  const names = [...new Set(mix)]
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name))))
  return new Map(names.map((name, index) => [name, contents[index] as Buffer]))
}
