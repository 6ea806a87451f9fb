import type { IncomingMessage } from 'node:http'
import { ApiError } from '../api-error.ts'

const MAX_BYTES = 1024 * 1024

/** Reads a JSON object. @throws ApiError 400 if it is none, 413 past 1 MiB */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw new ApiError(413, `Expected at most ${MAX_BYTES} bytes of JSON`)
    chunks.push(chunk)
  }
  const value = parseJson(Buffer.concat(chunks).toString('utf8'))
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ApiError(400, 'Expected a JSON object')
  return value as Record<string, unknown>
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ApiError(400, `Expected JSON: ${(cause as Error).message}`)
  }
}
