import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { InputError } from '../errors.ts'
import type { Job } from '../worker-messages.ts'
import { type BodyKind, type BodyLimits, classifyBody, limitBody } from './body-limits.ts'
import { parseNestedQuery } from './nested-query.ts'

/** What an official-style handler gets first. */
export interface HandlerEvent {
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly method: string
  readonly query: Readonly<Record<string, unknown>>
  readonly path: string
}

/**
 * Makes the event of a request. A body is a string, an object or a Buffer by its type; without a body it is `{}`.
 * Source: https://github.com/openfaas/templates (template/node18/index.js) and https://github.com/expressjs/body-parser
 *
 * @throws InputError when the body cannot be read as its type and encoding say
 */
export async function makeEvent({ body, query, call }: Job, limits: BodyLimits): Promise<HandlerEvent> {
  const { method = '', path = '/', headers: sent = {}, hasBody = false } = call ?? {}
  const headers = { ...sent, 'content-type': sent['content-type'] ?? 'text/plain' }
  const contentType = String(headers['content-type'])
  const kind = classifyBody(contentType, limits)
  const bytes = hasBody ? await decompress(body, sent['content-encoding'], limitBody(kind, limits)) : undefined
  return {
    body: bytes === undefined ? {} : parseBody(bytes, kind, contentType),
    headers,
    method,
    query: parseNestedQuery(query),
    path,
  }
}

const DECOMPRESSORS = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const

async function decompress(
  { buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>,
  encoding: string | string[] | undefined,
  limit: number,
): Promise<Buffer> {
  const bytes = Buffer.from(buffer, byteOffset, byteLength)
  const name = String(encoding ?? 'identity').toLowerCase()
  if (name === 'identity') return bytes
  if (!(name in DECOMPRESSORS)) throw new InputError('encoding-unsupported', { encoding: name })
  try {
    return await DECOMPRESSORS[name as keyof typeof DECOMPRESSORS](bytes, { maxOutputLength: limit })
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError
    if (isTooLarge) throw new InputError('body-too-large', { limit }, { cause })
    throw new InputError('body-malformed', { format: name }, { cause })
  }
}

function parseBody(bytes: Buffer, kind: BodyKind, contentType: string): unknown {
  if (kind === 'raw' || kind === 'binary') return bytes
  const text = decodeText(bytes, contentType)
  if (kind === 'text') return text
  return kind === 'form' ? parseNestedQuery(text) : parseJson(text)
}

function decodeText(bytes: Buffer, contentType: string): string {
  const [, charset = 'utf-8'] = /;\s*charset="?([^\s";]+)/i.exec(contentType) ?? []
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch (cause) {
    throw new InputError('encoding-unsupported', { encoding: charset }, { cause })
  }
}

/** Objects and arrays alone, as the official templates: no handler of theirs expects a bare number. */
function parseJson(text: string): unknown {
  if (text === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch (cause) {
    throw new InputError('body-malformed', { format: 'JSON' }, { cause })
  }
  throw new InputError('body-malformed', { format: 'a JSON object or array' })
}
