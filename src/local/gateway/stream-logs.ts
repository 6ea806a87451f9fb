import type { ServerResponse } from 'node:http'
import { ApiError } from '../api-error.ts'
import type { LineRing, LogFilter, LogMessage } from '../logs/line-ring.ts'

/** A follower that reads this far behind is cut off: its lines must not gather in memory. */
const MAX_BEHIND_BYTES = 8 * 2 ** 20

/** Reads the query of /system/logs. @throws ApiError 400 */
function readLogFilter(query: URLSearchParams): LogFilter & { readonly isFollowed: boolean } {
  const since = query.get('since')
  const tail = query.get('tail')
  if (since && Number.isNaN(Date.parse(since)))
    throw new ApiError(400, `Expected an RFC 3339 time for since but received "${since}"`)
  if (tail && !/^-?\d+$/.test(tail)) throw new ApiError(400, `Expected a number for tail but received "${tail}"`)
  return {
    instance: query.get('instance') || undefined,
    sinceMs: since ? Date.parse(since) : undefined,
    // A negative number is faas-cli's word for all.
    tail: tail && Number(tail) >= 0 ? Number(tail) : undefined,
    isFollowed: /^(?:true|1)$/.test(query.get('follow') ?? ''),
  }
}

/** Writes log messages as NDJSON: those there are and, if followed, those to come until the caller leaves. */
export function streamLogs(
  ring: LineRing,
  query: URLSearchParams,
  response: ServerResponse,
  closing: AbortSignal,
): void {
  const { isFollowed, ...filter } = readLogFilter(query)
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  const write = (message: LogMessage) => response.write(`${JSON.stringify(message)}\n`)
  for (const message of ring.read(filter)) write(message)
  if (!isFollowed) return void response.end()
  response.flushHeaders()
  const unfollow = ring.follow(filter, (message) => {
    if (response.writableLength > MAX_BEHIND_BYTES) response.destroy()
    else write(message)
  })
  const end = () => response.end()
  closing.addEventListener('abort', end)
  response.once('close', () => {
    unfollow()
    closing.removeEventListener('abort', end)
  })
}
