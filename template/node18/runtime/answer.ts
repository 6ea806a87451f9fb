import type { IncomingMessage, ServerResponse } from 'node:http'
import { drainBody } from './body.ts'
import type { Failure } from './failure.ts'
import { encodeProblem, PROBLEMS } from './problems.ts'

const RETRY_AFTER_S = 1

export interface Answer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | number | string[]>>
  readonly body: string | Uint8Array
}

/** These have no body, whatever a handler says. */
const WITHOUT_BODY = new Set([204, 304])

/** Writes an answer, then reads what the caller is still sending, up to `drainLimit` bytes. */
export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  drainLimit: number,
): void {
  const { statusCode, headers, body } = answer
  const hasBody = !WITHOUT_BODY.has(statusCode)
  response.writeHead(statusCode, hasBody ? { ...headers, 'content-length': Buffer.byteLength(body) } : headers)
  response.end(hasBody && request.method !== 'HEAD' ? body : undefined)
  if (!request.complete) drainBody(request, drainLimit)
}

/** Makes the answer that tells a failure to the caller. */
export function toProblemAnswer({ code, message, facts }: Failure, requestId: string): Answer {
  const statusCode = PROBLEMS[code].status
  return {
    statusCode,
    headers: {
      'content-type': 'application/problem+json',
      ...(statusCode === 429 || statusCode === 503 ? { 'retry-after': facts['retryAfter'] ?? RETRY_AFTER_S } : {}),
      ...(statusCode === 405 ? { allow: String(facts['allowed']) } : {}),
    },
    body: encodeProblem(code, message, requestId, facts),
  }
}
