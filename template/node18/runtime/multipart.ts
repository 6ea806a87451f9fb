import { randomUUID } from 'node:crypto'
import type { Busboy, BusboyFileStream } from '@fastify/busboy'
import { InputError } from './errors.ts'

/** One part of a multipart body. */
export interface Part {
  readonly name: string
  readonly bytes: Buffer
  /** `text/plain` where the part names none. */
  readonly contentType: string
}

/** The parts that a function takes, by name. */
export interface PartSpec<R extends string = string, O extends string = string> {
  readonly required: readonly R[]
  readonly optional?: readonly O[]
}

const MAX_HEADERS_OF_PART = 16
const MAX_HEADER_BYTES = 4096

/**
 * Reads the parts of a multipart body.
 * Source: RFC 7578.
 *
 * @returns every required part, and the optional ones that were sent, by name
 * @throws InputError when the body is not multipart or ends early, or a part is missing, doubled or unknown
 */
export async function readParts<R extends string, O extends string = never>(
  body: Buffer,
  contentType: string,
  { required, optional = [] }: PartSpec<R, O>,
): Promise<Readonly<Record<R, Part> & Partial<Record<O, Part>>>> {
  if (!/^multipart\/form-data(?:;|$)/i.test(contentType)) throw new InputError('not-multipart')
  const known: readonly string[] = [...required, ...optional]
  const parts = new Map<string, Part>()
  await parseMultipart(body, contentType, known.length, (part) => {
    if (!known.includes(part.name)) {
      throw new InputError('part-unknown', { part: part.name, known: known.join(', ') })
    }
    if (parts.has(part.name)) throw new InputError('part-doubled', { part: part.name })
    parts.set(part.name, part)
  })
  const missing = required.find((name) => !parts.has(name))
  if (missing !== undefined) throw new InputError('part-missing', { part: missing })
  return Object.fromEntries(parts) as Record<R, Part> & Partial<Record<O, Part>>
}

/** Makes a multipart body. Names are the caller's own words, not text from outside. */
export function encodeParts(parts: readonly Part[]): { readonly body: Buffer; readonly contentType: string } {
  const boundary = `vouch-${randomUUID()}`
  const chunks = parts.flatMap(({ name, bytes, contentType }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\nContent-Type: ${contentType}\r\n\r\n`,
    ),
    bytes,
    Buffer.from('\r\n'),
  ])
  const body = Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)])
  return { body, contentType: `multipart/form-data; boundary=${boundary}` }
}

/** @param onPart throws when the part cannot be taken */
function parseMultipart(
  body: Buffer,
  contentType: string,
  expected: number,
  onPart: (part: Part) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const failMalformed = (cause: unknown) =>
      reject(new InputError('body-malformed', { format: 'multipart' }, { cause }))
    const parser = openParser(contentType, expected, failMalformed)
    parser?.on('file', (name: string | undefined, stream: BusboyFileStream, _file, _encoding, partType: string) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('error', failMalformed)
      stream.on('end', () => {
        try {
          onPart({ name: name ?? '', bytes: joinChunks(chunks), contentType: partType })
        } catch (error) {
          reject(error)
        }
      })
    })
    parser?.on('error', failMalformed)
    parser?.on('finish', resolve)
    parser?.end(body)
  })
}

/** The parser hands on slices of the body: where they lie side by side, a large picture need not be copied. */
function joinChunks(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks
  if (first === undefined || !liesSideBySide(chunks)) return Buffer.concat(chunks)
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  return Buffer.from(first.buffer, first.byteOffset, length)
}

function liesSideBySide(chunks: readonly Buffer[]): boolean {
  return chunks.every((chunk, index) => {
    const before = chunks[index - 1]
    if (before === undefined) return true
    return chunk.buffer === before.buffer && chunk.byteOffset === before.byteOffset + before.length
  })
}

/** One part more than are known is read, so that it can be named. */
function openParser(
  contentType: string,
  expected: number,
  failMalformed: (cause: unknown) => void,
): InstanceType<typeof Busboy> | undefined {
  const { Busboy } = require('@fastify/busboy') as typeof import('@fastify/busboy') // not for functions of one picture
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      isPartAFile: () => true,
      limits: { parts: expected + 1, headerPairs: MAX_HEADERS_OF_PART, headerSize: MAX_HEADER_BYTES },
    })
  } catch (cause) {
    failMalformed(cause)
    return undefined
  }
}
