import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Writes to stdout as fast as it is read; a reader such as `head` may leave before the end. */
export async function print(parts: Iterable<string | Buffer> | AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(parts), process.stdout, { end: false })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  }
}
