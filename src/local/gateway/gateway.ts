import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { ApiError } from '../api-error.ts'
import { requireNamespace } from '../deployment.ts'
import { closeServer, openServer, type ServerAddress } from '../http-server.ts'
import { type Credentials, isAuthorized } from './basic-auth.ts'
import { type EnqueueOptions, enqueue } from './enqueue.ts'
import { type InvokeOptions, invoke } from './invoke.ts'
import { readJson } from './read-json.ts'
import type { Reply, Route } from './route.ts'
import { streamLogs } from './stream-logs.ts'
import { type SystemOptions, systemRoutes } from './system-routes.ts'

/** Longer than the pause of a usual client's pool, so that the client and not the gateway ends an idle connection. */
const KEEP_ALIVE_MS = 75_000

export interface GatewayOptions extends ServerAddress, SystemOptions, InvokeOptions, EnqueueOptions {
  /** Guard /system; without them anybody who reaches the port may deploy. */
  readonly credentials: Credentials | undefined
  readonly onNotice: (sentence: string) => void
}

/** OpenFaaS's gateway: its REST API under /system, functions under /function and /async-function. */
export class Gateway {
  readonly #options: GatewayOptions
  readonly #routes: readonly Route[]
  readonly #closing = new AbortController()
  readonly #server: Server

  constructor(options: GatewayOptions) {
    this.#options = options
    this.#routes = systemRoutes(options)
    // Uploads may take as long as they like: exec_timeout bounds the call.
    this.#server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, (request, response) => {
      this.#handle(request, response).catch((error) => this.#fail(response, error))
    })
  }

  /** @returns the port. Rejects with Node's own error if it is taken. */
  listen(): Promise<number> {
    return openServer(this.#server, this.#options)
  }

  /** Takes no new connection, ends followed logs, lets calls finish for `graceMs` at most. */
  async close(graceMs: number): Promise<void> {
    this.#closing.abort()
    await closeServer(this.#server, graceMs)
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/'
    if (this.#closing.signal.aborted) response.setHeader('connection', 'close')
    if (url.startsWith('/function/')) return invoke(request, response, this.#options)
    if (url.startsWith('/async-function/')) return enqueue(request, response, this.#options)
    const { pathname, searchParams } = parseTarget(url)
    if (pathname.startsWith('/system/')) this.#guard(request)
    if (pathname === '/system/logs' && request.method === 'GET') return this.#logs(searchParams, response)
    send(response, await this.#route(request, pathname, searchParams))
  }

  /** @throws ApiError 401 without the right credentials; 403 for a page in a browser, which could deploy in its reader's name */
  #guard({ headers }: IncomingMessage): void {
    const { credentials } = this.#options
    if (headers.origin !== undefined) throw new ApiError(403, 'The REST API is not for pages in a browser')
    if (credentials !== undefined && !isAuthorized(headers.authorization, credentials))
      throw new ApiError(401, 'invalid credentials')
  }

  #logs(query: URLSearchParams, response: ServerResponse): void {
    const name = query.get('name') ?? ''
    requireNamespace(query.get('namespace'))
    this.#options.provider.get(name)
    streamLogs(this.#options.logs.ring(name), query, response, this.#closing.signal)
  }

  async #route(request: IncomingMessage, pathname: string, query: URLSearchParams): Promise<Reply> {
    const route = this.#routes.find(({ path }) => path.test(pathname))
    if (route === undefined) throw new ApiError(404, `${pathname} is not part of this platform`)
    const handle = route.methods[request.method ?? '']
    if (handle === undefined) return { status: 405, allow: Object.keys(route.methods).join(', ') }
    const [, name = ''] = route.path.exec(pathname) ?? []
    return handle({ name, query, readBody: () => readJson(request) })
  }

  #fail(response: ServerResponse, error: unknown): void {
    const isTold = error instanceof ApiError
    // A caller that hangs up while its body is read has nobody left to tell.
    if (!isTold && response.destroyed) return
    if (!isTold) this.#options.onNotice(`The gateway failed: ${(error as Error).stack}`)
    if (response.headersSent) return void response.destroy()
    if (isTold && error.status === 401) response.setHeader('www-authenticate', 'Basic realm="Restricted"')
    response.writeHead(isTold ? error.status : 500, { 'content-type': 'text/plain; charset=utf-8' })
    response.end(isTold ? error.message : 'Internal error')
  }
}

/** @throws ApiError 400 */
function parseTarget(target: string): URL {
  const url = URL.parse(target, 'http://gateway')
  if (url === null) throw new ApiError(400, `Expected the path of an address but received "${target}"`)
  return url
}

function send(response: ServerResponse, { status, body, allow }: Reply): void {
  if (allow !== undefined) response.setHeader('allow', allow)
  if (body === undefined || typeof body === 'string') return void response.writeHead(status).end(body)
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
