import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Part, readParts } from '#runtime/multipart'

/** One call of a stage, as the gateway sees it: the pictures by the text of their bytes. */
export interface Call {
  readonly stage: string
  readonly query: string
  readonly accept: string | undefined
  readonly parts: Readonly<Record<string, string>>
  /** How many calls were answered before it came. */
  readonly answeredBefore: number
}

export type Reply = (response: ServerResponse, call: Call) => void

export const toJson =
  (value: unknown): Reply =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))

export const toProblem =
  (status: number, name: string, detail: string, members = {}): Reply =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/problem+json' })
      .end(JSON.stringify({ type: `urn:vouch:problem:${name}`, status, detail, ...members }))

/** @param answeredBefore how many calls were answered before */
export async function readCall(request: IncomingMessage, answeredBefore: number): Promise<Call> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://gateway')
  const contentType = request.headers['content-type'] ?? ''
  const names = { required: [], optional: ['image', 'face', 'source', 'source_face', 'target', 'target_faces'] }
  const body = Buffer.concat(chunks)
  const parts: Readonly<Record<string, Part | undefined>> = contentType.startsWith('multipart/')
    ? await readParts(body, contentType, names)
    : { body: { name: 'body', bytes: body, contentType } }
  return {
    stage: pathname.replace('/function/', ''),
    query: searchParams.toString(),
    accept: request.headers.accept,
    parts: Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, String(part?.bytes)])),
    answeredBefore,
  }
}
