import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

/** A call as it arrived, whole. */
export interface Seen {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface FakeGateway {
  readonly url: string
  readonly seen: readonly Seen[]
}

/** A gateway that keeps what it is asked, and answers as the test says: `call` counts from 1. */
export async function startFakeGateway(
  t: TestContext,
  answer: (response: ServerResponse, call: number, seen: Seen) => void,
): Promise<FakeGateway> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const { url = '', headers } = request
    const one = { url, headers, body: await buffer(request).catch(() => Buffer.of()) }
    answer(response, seen.push(one), one)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

export function answerJson(response: ServerResponse, value: unknown, status = 200, headers = {}): void {
  const isProblem = status > 299
  response.writeHead(status, {
    'content-type': isProblem ? 'application/problem+json' : 'application/json',
    ...headers,
  })
  response.end(JSON.stringify(value))
}

/** The parts of a multipart body: type and text of each by name. */
export async function readForm({ headers, body }: Seen): Promise<Record<string, { type: string; text: string }>> {
  const type = headers['content-type'] ?? ''
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  const parts = [...form].map(async ([name, value]) => {
    if (typeof value === 'string') throw new Error(`Expected a file name for ${name}`)
    return [name, { type: value.type, text: await value.text() }] as const
  })
  return Object.fromEntries(await Promise.all(parts))
}
