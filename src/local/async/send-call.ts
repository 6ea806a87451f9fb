import axios, { type AxiosResponse, type RawAxiosRequestHeaders } from 'axios'
import type { AsyncCall } from './call-queue.ts'

const CALLBACK_TIMEOUT_MS = 30_000
/** An answer waits in memory for its callback. */
const MAX_ANSWER_BYTES = 64 * 2 ** 20
/** Of the answer's connection, not of the answer. */
const FRAMING = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date']

/** What a function answered; `status` 503 and no body if it broke off, as OpenFaaS's queue-worker says it. */
export interface CallAnswer {
  readonly status: number
  readonly headers: RawAxiosRequestHeaders
  readonly body: Buffer
}

/** Calls a function through its gateway, always with POST. Rejects if there is no whole answer. */
export async function callFunction(gatewayUrl: string, call: AsyncCall, signal: AbortSignal): Promise<CallAnswer> {
  const { status, headers, data } = await post(`${gatewayUrl}/function/${call.service}${call.path}`, {
    headers: call.headers as RawAxiosRequestHeaders,
    body: call.body,
    signal,
  })
  const kept = Object.entries(headers).filter(([name]) => !FRAMING.includes(name))
  return { status, headers: Object.fromEntries(kept), body: data }
}

/** Posts an answer to where the caller wants it. @throws Error saying why, if the receiver did not take it */
export async function sendCallback(
  url: string,
  { service, headers: { 'x-call-id': callId } }: AsyncCall,
  { status, headers, body }: CallAnswer,
  durationSeconds: number,
): Promise<void> {
  const answer = await post(url, {
    headers: {
      ...headers,
      'x-call-id': String(callId),
      'x-function-name': service,
      'x-function-status': String(status),
      'x-duration-seconds': durationSeconds.toFixed(6),
    },
    body,
    signal: AbortSignal.timeout(CALLBACK_TIMEOUT_MS),
  })
  if (answer.status >= 300) throw new Error(`it answered ${answer.status}`)
}

function post(
  url: string,
  { headers, body, signal }: { headers: RawAxiosRequestHeaders; body: Buffer; signal: AbortSignal },
): Promise<AxiosResponse<Buffer>> {
  return axios.post<Buffer>(url, body, {
    // Bytes travel as they are: none is asked to compress, none is decompressed.
    headers: { 'accept-encoding': false, 'content-type': false, ...headers },
    decompress: false,
    signal,
    maxContentLength: MAX_ANSWER_BYTES,
    maxRedirects: 0,
    proxy: false,
    responseType: 'arraybuffer',
    validateStatus: null,
  })
}
