import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Route = (request: IncomingMessage, response: ServerResponse) => void

/** Where nothing about a picture is answered: health, metrics. */
export type PlainPage = (request: IncomingMessage) => Promise<PlainAnswer>

export interface PlainAnswer {
  readonly statusCode: number
  readonly contentType: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Makes a route of a page that is read with GET or HEAD. */
export function servePage(page: PlainPage): Route {
  return async (request, response) => {
    request.resume()
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD', 'content-length': 0 }).end()
      return
    }
    const { statusCode, contentType, body, headers } = await page(request)
    response.writeHead(statusCode, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      ...headers,
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
}

/** Splits what the caller asked for; `query` is without its question mark. */
export function splitUrl(url = '/'): { path: string; query: string } {
  const mark = url.indexOf('?')
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) }
}

const HEADERS_TIMEOUT_MS = 10_000
const CHECK_INTERVAL_MS = 500

/**
 * Starts to listen. A caller who does not send the head of a request within 10 s, or all of it within the limit, is cut off.
 *
 * @param port 0 means any free one
 * @param requestTimeoutMs from the first byte of a request to its last
 * @returns the server and the port that it has
 * @throws Error of the system, such as EADDRINUSE
 */
export function listen(
  route: Route,
  host: string,
  port: number,
  requestTimeoutMs = HEADERS_TIMEOUT_MS,
): Promise<{ server: Server; port: number }> {
  const server = createServer(
    {
      headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs),
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
    },
    route,
  )
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve({ server, port: (server.address() as AddressInfo).port })
    })
  })
}
