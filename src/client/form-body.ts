import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Content, RequestBody } from './request-body.ts'

/** One part of a form. */
export interface FormPart {
  /** A word of this client, not text from outside. */
  readonly name: string
  readonly contentType: string
  readonly content: Content
}

/**
 * Makes a multipart/form-data body whose parts are read as it is sent.
 * Source: RFC 7578.
 */
export function encodeForm(parts: readonly FormPart[]): RequestBody {
  const boundary = `vouch-${randomUUID()}`
  const sections = parts.map((part) => ({ head: encodeHead(boundary, part), content: part.content }))
  const tail = Buffer.from(`--${boundary}--\r\n`)
  const lengths = sections.map(({ head, content }) => head.length + (content.length ?? Number.NaN) + LINE_END.length)
  const length = lengths.reduce((sum, one) => sum + one, tail.length)
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length: Number.isNaN(length) ? undefined : length,
    isRepeatable: parts.every(({ content }) => content.isRepeatable),
    open: () => Readable.from(writeSections(sections, tail), { objectMode: false }),
  }
}

const LINE_END = Buffer.from('\r\n')

function encodeHead(boundary: string, { name, contentType }: FormPart): Buffer {
  const disposition = `form-data; name="${name}"; filename="${name}"`
  return Buffer.from(`--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${contentType}\r\n\r\n`)
}

async function* writeSections(
  sections: readonly { readonly head: Buffer; readonly content: Content }[],
  tail: Buffer,
): AsyncGenerator<Buffer> {
  for (const { head, content } of sections) {
    yield head
    const data = content.open()
    if (Buffer.isBuffer(data)) yield data
    else yield* data
    yield LINE_END
  }
  yield tail
}
