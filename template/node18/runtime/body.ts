import type { IncomingMessage } from 'node:http'
import { InputError } from './errors.ts'

/**
 * Reads a body into memory of its own, so that it can be moved to another thread. The size is counted while the bytes
 * arrive: what comes through the gateway names no length.
 *
 * @param signal gives up waiting; its reason is thrown
 * @throws InputError when the body is over the limit or ends early
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const onData = (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) return fail(new InputError('body-too-large', { limit }))
      chunks.push(chunk)
    }
    const onEnd = () => settle(() => resolve(join(chunks, size)))
    const onClose = () => fail(new InputError('client-closed'))
    const onAbort = () => fail(signal.reason)
    const fail = (error: unknown) => settle(() => reject(error))
    const settle = (report: () => void) => {
      request.off('data', onData).off('end', onEnd).off('close', onClose)
      signal.removeEventListener('abort', onAbort)
      report()
    }
    request.on('data', onData).on('end', onEnd).on('close', onClose)
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
  })
}

/** Reads the rest of a body to nowhere, so that the caller sees its answer; past the limit the connection is cut. */
export function drainBody(request: IncomingMessage, limit: number): void {
  let left = limit
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) request.destroy()
  })
  request.resume()
}

function join(chunks: readonly Buffer[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
