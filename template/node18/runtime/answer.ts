import type { IncomingMessage, ServerResponse } from 'node:http'
import { drainBody } from './body.ts'
import type { Failure } from './failure.ts'
import { encodeProblem, PROBLEMS } from './problems.ts'

const RETRY_AFTER_S = 1

export interface Answer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | number>>
  readonly body: string
}

/** Writes an answer, then reads what the caller is still sending, up to `drainLimit` bytes. */
export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  drainLimit: number,
): void {
  const { statusCode, headers, body } = answer
  response.writeHead(statusCode, { ...headers, 'content-length': Buffer.byteLength(body) })
  response.end(request.method === 'HEAD' ? undefined : body)
  if (!request.complete) drainBody(request, drainLimit)
}

/** Makes the answer that tells a failure to the caller. */
export function toProblemAnswer({ code, message, facts }: Failure, requestId: string): Answer {
  const statusCode = PROBLEMS[code].status
  return {
    statusCode,
    headers: {
      'content-type': 'application/problem+json',
      ...(statusCode === 429 || statusCode === 503 ? { 'retry-after': RETRY_AFTER_S } : {}),
      ...(statusCode === 405 ? { allow: String(facts['allowed']) } : {}),
    },
    body: encodeProblem(code, message, requestId),
  }
}
