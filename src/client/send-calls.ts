import { ProblemError } from './problem-error.ts'

export interface SendOptions {
  readonly total: number
  readonly clients: number
  readonly onProgress?: ((done: number) => void) | undefined
  /** Ends the sending; what was sent until then is counted. */
  readonly signal?: AbortSignal | undefined
}

export interface SendResult {
  readonly sent: number
  /** By HTTP status, or by error code where nobody answered. */
  readonly byStatus: Readonly<Record<string, number>>
  readonly durationMs: number
  /** Answers a second. */
  readonly ratePerSecond: number
}

/**
 * Makes calls one after the other, `clients` at a time, and counts what comes back.
 *
 * @param call makes the one of that index, from 0; it is made once, whatever comes of it
 */
export async function sendCalls(options: SendOptions, call: (index: number) => Promise<void>): Promise<SendResult> {
  const { total, clients, onProgress, signal } = options
  const byStatus: Record<string, number> = {}
  const startedAt = performance.now()
  let next = 0
  let sent = 0
  const work = async () => {
    while (next < total && !signal?.aborted) {
      const status = await statusOf(call(next++))
      if (signal?.aborted) return
      byStatus[status] = (byStatus[status] ?? 0) + 1
      sent += 1
      onProgress?.(sent)
    }
  }
  await Promise.all(Array.from({ length: clients }, work))
  const durationMs = performance.now() - startedAt
  return { sent, byStatus, durationMs, ratePerSecond: (sent * 1000) / durationMs }
}

async function statusOf(call: Promise<void>): Promise<string> {
  try {
    await call
    return '200'
  } catch (error) {
    if (error instanceof ProblemError) return String(error.status)
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return code
  }
}
