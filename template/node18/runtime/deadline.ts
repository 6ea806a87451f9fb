import type { ServerResponse } from 'node:http'
import { AvailabilityError, InputError } from './errors.ts'

/** Ends the work for a request early; the signal's reason is the error that says why. */
export interface Deadline {
  readonly signal: AbortSignal
  /** From now on a late answer is the function's fault, not the slow body's. */
  bodyArrived(): void
  clear(): void
}

/** Watches the clock and the caller of one request, from its arrival on. */
export function watchDeadline(response: ServerResponse, limitMs: number): Deadline {
  const controller = new AbortController()
  let arrived = false
  const timer = setTimeout(() => {
    const facts = { limit: limitMs }
    controller.abort(
      arrived ? new AvailabilityError('deadline-exceeded', facts) : new InputError('body-timeout', facts),
    )
  }, limitMs)
  const onClose = () => controller.abort(new InputError('client-closed'))
  response.once('close', onClose)
  return {
    signal: controller.signal,
    bodyArrived: () => {
      arrived = true
    },
    clear: () => {
      clearTimeout(timer)
      response.off('close', onClose)
    },
  }
}
