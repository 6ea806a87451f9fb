import { GatewayError } from './gateway-error.ts'

/** The time of one call, from its first attempt to the last byte of its answer. */
export interface TimeLimit {
  /** Aborts when the time is over, with a GatewayError, or when the caller gives up, with the caller's reason. */
  readonly signal: AbortSignal
  leftMs(): number
  /** The call is over: nothing waits any more. */
  end(): void
}

/** @param what the call, for the sentence: `POST http://127.0.0.1:8080/function/face-detector` */
export function startTimeLimit(timeoutMs: number, what: string, caller?: AbortSignal): TimeLimit {
  const controller = new AbortController()
  const endsAtMs = performance.now() + timeoutMs
  const sentence = `No answer within ${timeoutMs / 1000} s: ${what}`
  const timer = setTimeout(() => controller.abort(new GatewayError(sentence, { code: 'TIMEOUT' })), timeoutMs)
  const giveUp = () => controller.abort(caller?.reason)
  if (caller?.aborted) giveUp()
  caller?.addEventListener('abort', giveUp, { once: true })
  return {
    signal: controller.signal,
    leftMs: () => endsAtMs - performance.now(),
    end: () => {
      clearTimeout(timer)
      caller?.removeEventListener('abort', giveUp)
    },
  }
}
