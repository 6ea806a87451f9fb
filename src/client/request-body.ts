import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'

/** What is sent: the path of a file, bytes, or a stream. A file is read as it is sent. */
export type Source = string | Uint8Array | Readable

/** Bytes to be sent, perhaps more than once. */
export interface Content {
  /** Bytes; undefined where only the end of the stream tells. */
  readonly length: number | undefined
  /** Whether it can be opened again. */
  readonly isRepeatable: boolean
  open(): Buffer | Readable
}

/** Content, and what it says that it is. */
export interface RequestBody extends Content {
  readonly contentType: string
}

/** @throws Node's own error for a path that leads nowhere */
export async function readSource(source: Source): Promise<Content> {
  if (source instanceof Readable) return { length: undefined, isRepeatable: false, open: () => source }
  if (typeof source === 'string') return readPath(source)
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  return { length: bytes.length, isRepeatable: true, open: () => bytes }
}

/** A pipe has a path too, but no length, and is empty the second time. */
async function readPath(path: string): Promise<Content> {
  const found = await stat(path)
  const isRepeatable = !found.isFIFO() && !found.isCharacterDevice()
  return { length: found.isFile() ? found.size : undefined, isRepeatable, open: () => createReadStream(path) }
}
