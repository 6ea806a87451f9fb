import { randomUUID } from 'node:crypto'
import { type ClientRequest, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { pipeline } from 'node:stream'
import { NAMESPACE } from '../deployment.ts'
import type { GatewayMetrics } from '../metrics/gateway-metrics.ts'
import type { DeployedFunction, Seat } from '../provider/deployed-function.ts'
import { execTimeoutMs, type Provider } from '../provider/provider.ts'
import { connectTo } from './connect.ts'
import { type CallHeaders, endToEndHeaders, toFunctionHeaders } from './headers.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const ROUTE = /^\/(?:async-)?function\/([^/?.]+)(?:\.([^/?]+))?(\/[^?]*)?(\?.*)?$/
/** Streams are not cut by exec_timeout, as in of-watchdog. */
const STREAMS = /text\/event-stream|application\/x-ndjson/

export interface InvokeOptions {
  readonly provider: Provider
  readonly metrics: GatewayMetrics
  /** How long a request waits for a replica to become ready before it is answered 503. */
  readonly readyWaitMs: number
}

interface Call extends CallHeaders {
  readonly name: string
  readonly path: string
  readonly isCallIdMade: boolean
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Fires when the caller has gone. */
  readonly gone: AbortSignal
}

/** Carries one request to a ready replica of its function and the answer back, both streamed. */
export async function invoke(
  request: IncomingMessage,
  response: ServerResponse,
  options: InvokeOptions,
): Promise<void> {
  const { name, namespace, path, target } = findTarget(request.url ?? '', options.provider)
  if (!METHODS.includes(request.method ?? ''))
    return refuse(response, 405, `Method ${request.method} is not supported.`)
  if (target === undefined) return refuse(response, 404, `Function ${name}.${namespace} is not deployed.`)
  const call = beginCall(name, path, request, response)
  countCall(target, options.metrics.begin(name), response)
  const place = await reachReplica(target, AbortSignal.any([call.gone, AbortSignal.timeout(options.readyWaitMs)]))
  if (place === undefined) return refuse(response, 503, `No endpoints available for: ${name}.`, 'proxy')
  forward(call, place, STREAMS.test(request.headers.accept ?? '') ? 0 : execTimeoutMs(target.deployment))
}

/** Reads which function a call names, and the path (with the query) that it is to see. */
export function findTarget(url: string, provider: Provider) {
  const [, name = '', namespace = NAMESPACE, path = '/', query = ''] = ROUTE.exec(url) ?? []
  const target = namespace === NAMESPACE ? provider.find(name) : undefined
  return { name, namespace, path: path + query, target }
}

/** The caller's call id, or one made for it. */
export function identifyCall({ headers }: IncomingMessage): CallHeaders & { readonly isCallIdMade: boolean } {
  const given = headers['x-call-id']
  const callId = typeof given === 'string' && given !== '' ? given : randomUUID()
  return { callId, isCallIdMade: callId !== given, startTime: `${BigInt(Date.now()) * 1_000_000n}` }
}

/** A call that its caller gave up counts as 502, as in OpenFaaS. */
function countCall(target: DeployedFunction, end: (code: number) => void, response: ServerResponse): void {
  response.once('close', () => {
    target.countInvocation()
    end(response.headersSent ? response.statusCode : 502)
  })
}

function beginCall(name: string, path: string, request: IncomingMessage, response: ServerResponse): Call {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  return { name, path, ...identifyCall(request), request, response, gone: gone.signal }
}

/** A connection of its own for every request: one refused has sent nothing, and the next replica can be tried. */
async function reachReplica(
  target: DeployedFunction,
  signal: AbortSignal,
): Promise<(Seat & { socket: Socket }) | undefined> {
  for (;;) {
    const seat = await target.waitForSeat(signal)
    if (seat === undefined) return undefined
    const socket = await connectTo(seat.replica.port)
    if (socket !== undefined) return { ...seat, socket }
    seat.replica.suspect()
    seat.leave()
  }
}

function forward(call: Call, { socket, leave }: Seat & { socket: Socket }, timeoutMs: number): void {
  const { request, response, gone, path } = call
  const upstream = httpRequest({
    createConnection: () => socket,
    method: request.method,
    path,
    headers: { host: `127.0.0.1:${socket.remotePort}`, ...toFunctionHeaders(request, call) },
  })
  const timer = timeoutMs === 0 ? undefined : setTimeout(() => giveUp(call, upstream), timeoutMs)
  upstream.once('close', () => {
    clearTimeout(timer)
    leave()
  })
  upstream.once('response', (answer) => answerCall(call, answer))
  upstream.on('error', () => breakOff(call, 502, `Can't reach service for: ${call.name}.`, 'proxy'))
  gone.addEventListener('abort', () => upstream.destroy())
  if (gone.aborted) upstream.destroy()
  else request.pipe(upstream)
  response.once('finish', () => request.unpipe(upstream).resume())
}

function answerCall(call: Call, answer: IncomingMessage): void {
  const { request, response, callId, startTime, isCallIdMade } = call
  response.writeHead(answer.statusCode ?? 502, {
    // As OpenFaaS's proxy: the answer's own type, else the request's, else plain text.
    'content-type': request.headers['content-type'] ?? 'text/plain',
    ...endToEndHeaders(answer),
    'x-duration-seconds': secondsSince(startTime),
    'x-start-time': startTime,
    ...(isCallIdMade && { 'x-call-id': callId }),
  })
  // An answer that breaks off destroys the response: the caller sees it too.
  pipeline(answer, response, () => undefined)
}

/** of-watchdog's answer to a function that took too long: 504 and no word. */
function giveUp(call: Call, upstream: ClientRequest): void {
  breakOff(call, 504, '', 'of-watchdog')
  upstream.destroy()
}

function breakOff({ request, response }: Call, status: number, text: string, origin: string): void {
  request.unpipe()
  request.resume()
  if (response.headersSent) response.destroy()
  else refuse(response, status, text, origin)
}

function refuse(response: ServerResponse, status: number, text: string, origin = 'gateway'): void {
  if (response.destroyed) return
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-openfaas-internal': origin })
  response.end(text)
}

function secondsSince(startTime: string): string {
  return (Number(BigInt(Date.now()) - BigInt(startTime) / 1_000_000n) / 1000).toFixed(6)
}
