import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'

/** RFC 9110 §7.6.1: these speak of one connection alone. */
const HOP_BY_HOP = [
  'connection',
  'proxy-connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** The end-to-end headers of a message, repeated ones kept. */
export function endToEndHeaders(message: IncomingMessage): OutgoingHttpHeaders {
  const named = (message.headers.connection ?? '').toLowerCase().split(/\s*,\s*/)
  const dropped = new Set([...HOP_BY_HOP, ...named])
  return Object.fromEntries(Object.entries(message.headersDistinct).filter(([name]) => !dropped.has(name)))
}

export interface CallHeaders {
  readonly callId: string
  /** Nanoseconds since the Unix epoch. */
  readonly startTime: string
}

/** What the function gets: the caller's headers and OpenFaaS's own. Of these a caller's X-Start-Time alone is replaced. */
export function toFunctionHeaders(request: IncomingMessage, { callId, startTime }: CallHeaders): OutgoingHttpHeaders {
  const { host, expect: _, ...headers } = endToEndHeaders(request)
  const { remoteAddress, remotePort } = request.socket
  return {
    'x-forwarded-for': `${remoteAddress}:${remotePort}`,
    ...(host !== undefined && { 'x-forwarded-host': host }),
    ...headers,
    'x-call-id': callId,
    'x-start-time': startTime,
    // Node frames the body of a GET or DELETE only when it is told to.
    ...(request.headers['transfer-encoding'] && { 'transfer-encoding': 'chunked' }),
  }
}
