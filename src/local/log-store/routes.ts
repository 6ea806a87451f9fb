import type { IncomingMessage } from 'node:http'
import type { CommitQueue } from './commit-queue.ts'
import { readPushRequest } from './push-request.ts'
import { readInstant, readRange } from './query-parameters.ts'
import type { QueryPool } from './query-pool.ts'
import { readBody } from './read-body.ts'
import { StoreError } from './store-error.ts'
import { systemClock } from './system-clock.ts'

type Labels = Readonly<Record<string, string>>

/** What the routes work on. */
export interface Store {
  readonly commits: Pick<CommitQueue, 'push'>
  readonly queries: Pick<QueryPool, 'run'>
  readonly streams: () => readonly Labels[]
}

export interface Answer {
  readonly status: number
  readonly body: string
}

interface Route {
  readonly path: RegExp
  readonly methods: readonly string[]
  readonly handle: (request: IncomingMessage, store: Store, match: RegExpExecArray) => Answer | Promise<Answer>
}

const READ = ['GET', 'POST']

const ROUTES: readonly Route[] = [
  { path: /^\/loki\/api\/v1\/push$/, methods: ['POST'], handle: push },
  {
    path: /^\/loki\/api\/v1\/query$/,
    methods: READ,
    handle: async (request, { queries }) =>
      ok(await queries.run(readInstant(await parametersOf(request), systemClock()))),
  },
  {
    path: /^\/loki\/api\/v1\/query_range$/,
    methods: READ,
    handle: async (request, { queries }) =>
      ok(await queries.run(readRange(await parametersOf(request), systemClock()))),
  },
  {
    path: /^\/loki\/api\/v1\/labels$/,
    methods: READ,
    handle: (_, { streams }) => list(streams().flatMap((labels) => Object.keys(labels))),
  },
  {
    path: /^\/loki\/api\/v1\/label\/([^/]+)\/values$/,
    methods: READ,
    handle: (_, { streams }, [, name = '']) =>
      list(streams().flatMap((labels) => (Object.hasOwn(labels, name) ? [String(labels[name])] : []))),
  },
  {
    path: /^\/loki\/api\/v1\/status\/buildinfo$/,
    methods: ['GET'],
    handle: () => ok(JSON.stringify({ version: 'vouch embedded log store' })),
  },
  { path: /^\/ready$/, methods: ['GET'], handle: () => ({ status: 200, body: 'ready\n' }) },
  {
    path: /^\/loki\/api\/v1\/(?:series|tail|patterns|rules|index|delete|detected|format_query)|^\/otlp\//,
    methods: [...READ, 'PUT', 'DELETE'],
    handle: (request) => {
      throw new StoreError(501, `unsupported by the embedded log store: ${pathOf(request)} (use a real Loki)`)
    },
  },
]

/** Finds the route of a request and runs it. @throws StoreError 404 and 405 where there is none, and what the route throws */
export async function answer(request: IncomingMessage, store: Store): Promise<Answer> {
  const path = pathOf(request)
  for (const route of ROUTES) {
    const match = route.path.exec(path)
    if (!match) continue
    if (!route.methods.includes(request.method ?? '')) {
      throw new StoreError(405, `method ${request.method} is not allowed for ${path}`)
    }
    return await route.handle(request, store, match)
  }
  throw new StoreError(404, '404 page not found')
}

async function push(request: IncomingMessage, { commits }: Store): Promise<Answer> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim()
  if (type !== 'application/json') {
    throw new StoreError(415, 'unsupported by the embedded log store: push as protobuf (send application/json)')
  }
  const { streams, faults } = readPushRequest(await readBody(request), { nowNs: systemClock() })
  await commits.push(streams)
  if (faults.length > 0) throw new StoreError(400, faults.join('\n'))
  return { status: 204, body: '' }
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] as string
}

/** Parameters of the address, and of a form. */
async function parametersOf(request: IncomingMessage): Promise<URLSearchParams> {
  const [, search = ''] = (request.url ?? '').split(/\?(.*)/s)
  const parameters = new URLSearchParams(search)
  const form = request.method === 'POST' ? new URLSearchParams(await readBody(request)) : new URLSearchParams()
  for (const [name, value] of form) parameters.set(name, value)
  return parameters
}

function list(values: readonly string[]): Answer {
  const data = [...new Set(values)].sort()
  return ok(`${JSON.stringify(data.length > 0 ? { status: 'success', data } : { status: 'success' })}\n`)
}

function ok(body: string): Answer {
  return { status: 200, body }
}
