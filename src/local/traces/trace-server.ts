import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { ZodError } from 'zod'
import { closeServer, openServer, type ServerAddress } from '../http-server.ts'
import { readBody } from '../log-store/read-body.ts'
import { StoreError } from '../log-store/store-error.ts'
import { toAnswer, toFault } from './jaeger-trace.ts'
import { readOtlp } from './read-otlp.ts'
import { TraceStore } from './trace-store.ts'

const MAX_BYTES = 64 * 1024 * 1024
const TRACE_PATH = /^\/api\/traces\/([^/]+)$/
const TRACE_ID = /^[0-9a-f]{1,32}$/i

export interface TraceServerOptions extends ServerAddress {
  /** What the traces held may take, as JSON; 64 MiB without it. */
  readonly maxBytes?: number
  readonly onNotice: (sentence: string) => void
}

/** The trace collector: OTLP/HTTP in, Jaeger's query API out, on one port. What it holds ends with it. */
export class TraceServer {
  readonly #options: TraceServerOptions
  readonly #store: TraceStore
  readonly #server: Server

  constructor(options: TraceServerOptions) {
    this.#options = options
    this.#store = new TraceStore(options.maxBytes ?? MAX_BYTES, (evicted) => this.#tellEviction(evicted))
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: Error) => {
        if (!response.destroyed) options.onNotice(`The trace collector failed: ${error.stack}`)
        response.destroy()
      })
    })
  }

  /** @returns the port. Rejects with Node's own error if it is taken. */
  listen(): Promise<number> {
    return openServer(this.#server, this.#options)
  }

  close(): Promise<void> {
    return closeServer(this.#server, 0)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const path = request.url?.split('?')[0] ?? ''
    const isPush = path === '/v1/traces'
    if (!isPush && path !== '/api/services' && !TRACE_PATH.test(path))
      return send(response, 404, toFault(404, 'Here are POST /v1/traces, GET /api/traces/ID and GET /api/services'))
    const method = isPush ? 'POST' : 'GET'
    if (request.method !== method) return response.writeHead(405, { allow: method }).end()
    if (isPush) return this.#collect(request, response)
    if (path === '/api/services') return this.#tellServices(response)
    return this.#tell(TRACE_PATH.exec(path)?.[1] ?? '', response)
  }

  async #collect(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
      return send(response, 415, {
        message: 'This collector reads OTLP as JSON alone: set OTEL_EXPORTER_OTLP_PROTOCOL=http/json',
      })
    try {
      for (const span of readOtlp(await readBody(request))) this.#store.add(span)
      return send(response, 200, { partialSuccess: {} })
    } catch (error) {
      if (error instanceof StoreError) return send(response, error.status, { message: error.message })
      if (!(error instanceof SyntaxError || error instanceof ZodError)) throw error
      return send(response, 400, { message: `Expected an OTLP trace request: ${explain(error)}` })
    }
  }

  #tell(id: string, response: ServerResponse): unknown {
    if (!TRACE_ID.test(id)) return send(response, 400, toFault(400, 'Expected 1 to 32 hex digits for the trace id'))
    const trace = this.#store.find(id.toLowerCase().padStart(32, '0'))
    if (trace === undefined) return send(response, 404, toFault(404, 'trace not found'))
    return send(response, 200, toAnswer([trace]))
  }

  #tellServices(response: ServerResponse): unknown {
    const names = this.#store.serviceNames()
    return send(response, 200, { ...toAnswer(names), total: names.length })
  }

  /** At the first, the tenth, the hundredth, so that a full store does not fill the terminal. */
  #tellEviction(evicted: number): void {
    if (!/^10*$/.test(String(evicted))) return
    this.#options.onNotice(`The trace collector is full; of its oldest traces it has dropped ${evicted}`)
  }
}

function explain(error: SyntaxError | ZodError): string {
  if (error instanceof SyntaxError) return 'not JSON'
  const [issue] = error.issues
  return `${issue?.path.join('.')}: ${issue?.message}`
}

function send(response: ServerResponse, status: number, body: unknown): ServerResponse {
  return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
