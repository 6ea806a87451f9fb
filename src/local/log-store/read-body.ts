import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, inflate } from 'node:zlib'
import { StoreError } from './store-error.ts'

const MAX_BODY_BYTES = 32 * 1024 * 1024
const DECODERS = new Map<string, (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>([
  ['gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
])

/** Reads a request's body, decompressed. @throws StoreError 413 past 32 MiB, 400 if it cannot be decompressed */
export async function readBody(request: IncomingMessage): Promise<string> {
  const encoding = request.headers['content-encoding'] ?? ''
  const body = await readBytes(request)
  if (encoding === '' || encoding === 'identity') return body.toString()
  const decode = DECODERS.get(encoding)
  if (!decode) throw new StoreError(400, `Content-Encoding "${encoding}" not supported`)
  try {
    return (await decode(body, { maxOutputLength: MAX_BODY_BYTES })).toString()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw new StoreError(400, (cause as Error).message, { cause })
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    bytes += part.length
    if (bytes > MAX_BODY_BYTES) throw tooLarge()
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function tooLarge(): StoreError {
  return new StoreError(413, `request body too large: limit: ${MAX_BODY_BYTES} bytes`)
}
