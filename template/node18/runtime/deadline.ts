import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { AvailabilityError, InputError } from './errors.ts'
import { readClockMs } from './steps.ts'

/** The header by which a caller hands down how long it waits, in milliseconds. */
export const DEADLINE_HEADER = 'x-vouch-deadline-ms'

/** Ends the work for a request early; the signal's reason is the error that says why. */
export interface Deadline {
  readonly signal: AbortSignal
  /** When it passes, on the clock of `readClockMs`. */
  readonly atMs: number
  /** The caller waits no longer than so many milliseconds after the arrival; more than the own limit changes nothing. */
  tighten(limitMs: number): void
  /** From now on a late answer is the function's fault, not the slow body's. */
  bodyArrived(): void
  clear(): void
}

/** Watches the clock and the caller of one request, from its arrival on. */
export function watchDeadline(response: ServerResponse, ownLimitMs: number): Deadline {
  const controller = new AbortController()
  const startMs = readClockMs()
  let arrived = false
  let limitMs = ownLimitMs
  const expire = () => {
    const facts = { limit: limitMs }
    controller.abort(
      arrived ? new AvailabilityError('deadline-exceeded', facts) : new InputError('body-timeout', facts),
    )
  }
  let timer = setTimeout(expire, ownLimitMs)
  const onClose = () => controller.abort(new InputError('client-closed'))
  response.once('close', onClose)
  return {
    signal: controller.signal,
    get atMs() {
      return startMs + limitMs
    },
    tighten(askedMs) {
      if (askedMs >= limitMs) return
      limitMs = askedMs
      clearTimeout(timer)
      timer = setTimeout(expire, startMs + limitMs - readClockMs())
    },
    bodyArrived: () => {
      arrived = true
    },
    clear: () => {
      clearTimeout(timer)
      response.off('close', onClose)
    },
  }
}

/**
 * Reads how long the caller waits, from the header by which functions hand their deadlines down.
 *
 * @returns milliseconds, undefined when the header is absent
 * @throws InputError when it is no whole number of milliseconds
 */
export function readHandedDeadline(headers: IncomingHttpHeaders): number | undefined {
  const text = headers[DEADLINE_HEADER]
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,9}$/.test(String(text))) return Number(text)
  const expected = 'whole milliseconds, at least 1,'
  throw new InputError('parameter-invalid', { expected, name: DEADLINE_HEADER, received: JSON.stringify(text) })
}
