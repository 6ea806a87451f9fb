import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Writes a stream to a file, which is there whole or not at all. */
export async function saveStream(stream: Readable, path: string): Promise<void> {
  const partial = `${path}.${randomUUID()}.part`
  try {
    await pipeline(stream, createWriteStream(partial, { flags: 'wx' }))
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}
