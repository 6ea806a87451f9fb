import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface PushBody {
  readonly streams: readonly { stream: Record<string, string>; values: readonly (readonly [string, string])[] }[]
}

/** What the fake does with a push: `store` says whether its lines are kept, `status` what is answered, if anything. */
export interface Behaviour {
  readonly store?: boolean
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly text?: string
  /** Hangs up without an answer. */
  readonly hangUp?: boolean
  /** Never answers. */
  readonly silent?: boolean
}

export interface FakeLoki {
  readonly url: string
  readonly port: number
  /** Kept lines, each once per stream, timestamp and text, as Loki keeps them; in order of arrival. */
  readonly lines: { labels: Record<string, string>; timestamp: string; line: string }[]
  readonly pushes: number
  /** Headers of the newest push. */
  readonly headers: IncomingHttpHeaders
  /** Behaviours of the pushes to come, in order; after them every push is stored and answered 204. */
  readonly script: Behaviour[]
  readonly close: () => Promise<void>
}

/** A small Loki with scripted faults. */
export async function startFakeLoki(port = 0): Promise<FakeLoki> {
  const kept = new Map<string, FakeLoki['lines'][number]>()
  const script: Behaviour[] = []
  let pushes = 0
  let headers: IncomingHttpHeaders = {}
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST') return void response.end('ready')
    pushes += 1
    headers = request.headers
    const body = await readJson(request)
    const behaviour = script.shift() ?? { store: true, status: 204 }
    if (behaviour.store) keep(kept, body)
    answer(response, behaviour)
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    script,
    get lines() {
      return [...kept.values()]
    },
    get headers() {
      return headers
    },
    get pushes() {
      return pushes
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function keep(kept: Map<string, FakeLoki['lines'][number]>, { streams }: PushBody): void {
  for (const { stream, values } of streams)
    for (const [timestamp, line] of values)
      kept.set(JSON.stringify([stream, timestamp, line]), { labels: stream, timestamp, line })
}

function answer(response: ServerResponse, { status = 204, headers, text = '', hangUp, silent }: Behaviour): void {
  if (hangUp) response.destroy()
  else if (!silent) response.writeHead(status, headers).end(text)
}

async function readJson(request: IncomingMessage): Promise<PushBody> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
