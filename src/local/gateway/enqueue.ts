import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError } from '../api-error.ts'
import type { AsyncCall, CallQueue } from '../async/call-queue.ts'
import type { Provider } from '../provider/provider.ts'
import { toFunctionHeaders } from './headers.ts'
import { findTarget, identifyCall } from './invoke.ts'

/** As much as a function of the bundle takes. */
const MAX_BODY_BYTES = 20 * 2 ** 20

export interface EnqueueOptions {
  readonly provider: Provider
  readonly queue: CallQueue
  /** A call of this function has been queued. */
  readonly onQueued: (service: string) => void
}

/**
 * Takes a call to be made later: 202 when it is on disk.
 * @throws ApiError 405, 404; 400 for a callback that cannot be called; 413; 500, as OpenFaaS, when the queue is full
 */
export async function enqueue(
  request: IncomingMessage,
  response: ServerResponse,
  { provider, queue, onQueued }: EnqueueOptions,
): Promise<void> {
  if (request.method !== 'POST') throw new ApiError(405, `Method ${request.method} is not supported.`)
  const { name, namespace, path, target } = findTarget(request.url ?? '', provider)
  if (target === undefined) throw new ApiError(404, `Function ${name}.${namespace} is not deployed.`)
  requireCallback(request.headers['x-callback-url'])
  const { isCallIdMade, ...identity } = identifyCall(request)
  const { 'transfer-encoding': _, 'content-length': __, ...headers } = toFunctionHeaders(request, identity)
  const call = { service: name, path, headers: headers as AsyncCall['headers'], body: await readBody(request) }
  if (!queue.add(call)) throw new ApiError(500, `The queue of asynchronous calls is full (${queue.size} wait).`)
  onQueued(name)
  const { callId, startTime } = identity
  response.writeHead(202, { 'x-start-time': startTime, ...(isCallIdMade && { 'x-call-id': callId }) }).end()
}

function requireCallback(url: string | string[] | undefined): void {
  if (url === undefined) return
  const parsed = typeof url === 'string' ? URL.parse(url) : null
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    throw new ApiError(400, `Expected one http or https address for X-Callback-Url but received "${url}"`)
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > MAX_BODY_BYTES)
      throw new ApiError(413, `Expected at most ${MAX_BODY_BYTES} bytes of an asynchronous call`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}
