import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { JobAnswer } from '../worker-messages.ts'
import type { Ending, HandlerContext } from './context.ts'

/** The runtime writes these itself. */
const FRAMING = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive'])

type Body = Pick<JobAnswer, 'contentType' | 'body'>

/**
 * Writes what an official-style handler ended with. A text is HTML as in the official templates, but for that of a failure;
 * bytes are bytes; all else is JSON.
 *
 * @throws TypeError or RangeError when status, headers or value cannot be sent
 */
export function toJobAnswer({ kind, value }: Ending, context: HandlerContext): JobAnswer {
  const { 'content-type': named, ...headers } = readHeaders(context.headers())
  const { contentType, body } = toBody(value, kind === 'fail' ? 'text/plain' : 'text/html')
  return {
    statusCode: readStatus(context.status()),
    headers,
    contentType: named === undefined ? contentType : String(named),
    body,
    log: {},
  }
}

function toBody(value: unknown, textType: string): Body {
  if (value === undefined || value === null) return { contentType: '', body: '' }
  if (typeof value === 'string') return { contentType: `${textType}; charset=utf-8`, body: value }
  if (value instanceof Error) return { contentType: 'text/plain; charset=utf-8', body: String(value) }
  if (value instanceof Uint8Array) return { contentType: 'application/octet-stream', body: value }
  const body = JSON.stringify(value)
  if (body === undefined) throw new TypeError('A function or a symbol cannot be sent.')
  return { contentType: 'application/json', body }
}

function readStatus(status: number | string): number {
  const code = Number(status)
  if (Number.isInteger(code) && code >= 200 && code <= 599) return code
  throw new RangeError('The status is no number from 200 to 599.')
}

function readHeaders(values: unknown): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(values ?? {})) {
    const key = name.toLowerCase()
    if (value === undefined || FRAMING.has(key)) continue
    const text = Array.isArray(value) ? value.map(String) : String(value)
    validateHeaderName(key)
    for (const one of [text].flat()) validateHeaderValue(key, one)
    headers[key] = text
  }
  return headers
}
