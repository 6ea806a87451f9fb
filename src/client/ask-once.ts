import { Readable } from 'node:stream'
import type { AxiosError, AxiosInstance, AxiosResponse } from 'axios'
import type { CallOptions, FunctionAnswer, FunctionRequest } from './call-function.ts'
import { GatewayError } from './gateway-error.ts'
import type { RequestBody } from './request-body.ts'

/**
 * Makes one attempt of a call.
 * @throws GatewayError, or what the body failed with
 */
export async function askOnce(
  http: AxiosInstance,
  request: FunctionRequest,
  headers: CallOptions['headers'],
  signal: AbortSignal,
): Promise<FunctionAnswer> {
  signal.throwIfAborted()
  const data = request.body.open()
  const failure = watchFailure(data)
  try {
    const response = await untilAnswered(signal, (attempt) =>
      http.post<Readable>(pathOf(request), data, {
        headers: { ...describeBody(request.body), ...headers },
        responseType: 'stream',
        signal: attempt,
      }),
    )
    if (data instanceof Readable) response.data.once('close', () => data.destroy())
    return toAnswer(request.name, response)
  } catch (cause) {
    if (data instanceof Readable) data.destroy()
    throw failure.error ?? toGatewayError(cause as AxiosError, describeRequest(http, request))
  }
}

/** Says what is called, for a sentence: `POST http://127.0.0.1:8080/function/face-detector`. */
export function describeRequest(http: AxiosInstance, request: FunctionRequest): string {
  return `POST ${http.defaults.baseURL}${pathOf(request)}`
}

/** Axios would listen to the signal after its answer too, and fail the answer's body in its own words. */
async function untilAnswered<T>(signal: AbortSignal, ask: (attempt: AbortSignal) => Promise<T>): Promise<T> {
  const attempt = new AbortController()
  const abort = () => attempt.abort()
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await ask(attempt.signal)
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function describeBody({ contentType, length }: RequestBody) {
  return { 'Content-Type': contentType, ...(length !== undefined && { 'Content-Length': length }) }
}

function toAnswer(functionName: string, { status, headers, data }: AxiosResponse<Readable>): FunctionAnswer {
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
  return {
    functionName,
    status,
    headers: texts,
    contentType: texts['content-type'] ?? '',
    callId: texts['x-call-id'],
    body: data,
  }
}

/** What went wrong with the body is not the gateway's fault. */
function watchFailure(data: Buffer | Readable): { error?: Error } {
  const failure: { error?: Error } = {}
  if (data instanceof Readable) {
    data.once('error', (error) => {
      failure.error = error
    })
  }
  return failure
}

function toGatewayError(cause: AxiosError, what: string): GatewayError {
  const code = cause.code ?? cause.message
  return new GatewayError(`The gateway cannot be reached (${code}): ${what}`, { cause, code: cause.code })
}

function pathOf({ name, query, isAsync = false }: FunctionRequest): string {
  return `/${isAsync ? 'async-function' : 'function'}/${encodeURIComponent(name)}${query ? `?${query}` : ''}`
}
