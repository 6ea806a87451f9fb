import { randomBytes } from 'node:crypto'

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/
const SAMPLED = 0x01
const MAX_TRACESTATE_LENGTH = 512

/** The span of the caller, as its headers name it. */
export interface RemoteParent {
  readonly traceId: string
  readonly spanId: string
  readonly sampled: boolean
  readonly traceState: string | undefined
}

/** The trace that a request belongs to, its own or its caller's. */
export interface RequestTrace {
  readonly traceId: string
  readonly sampled: boolean
  readonly traceState: string | undefined
}

/** @returns the headers that make a call part of the trace, below the span of that id */
export function formatTraceContext(
  { traceId, sampled, traceState }: RequestTrace,
  spanId: string,
): Readonly<Record<string, string>> {
  const traceparent = `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`
  return traceState === undefined ? { traceparent } : { traceparent, tracestate: traceState }
}

/**
 * Reads the caller's trace context.
 * Source: https://www.w3.org/TR/trace-context/ (an invalid traceparent is no context; a later version is read as far as this one goes)
 */
export function parseTraceContext(
  traceparent: string | undefined,
  tracestate: string | undefined,
): RemoteParent | undefined {
  const match = TRACEPARENT.exec(traceparent ?? '')
  if (match === null || (traceparent?.startsWith('00') && traceparent.length !== 55)) return undefined
  const [, traceId, spanId, flags] = match as unknown as [string, string, string, string]
  const traceState = tracestate !== undefined && tracestate.length <= MAX_TRACESTATE_LENGTH ? tracestate : undefined
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED, traceState }
}

export function makeTraceId(): string {
  return takeRandomHex(16)
}

export function makeSpanId(): string {
  return takeRandomHex(8)
}

const POOL_BYTES = 4096
let pool = Buffer.alloc(0)
let taken = 0

/** Asking the system for a few bytes at a time would cost more than a log line. */
function takeRandomHex(bytes: number): string {
  if (taken + bytes > pool.length) {
    pool = randomBytes(POOL_BYTES)
    taken = 0
  }
  taken += bytes
  return pool.toString('hex', taken - bytes, taken)
}
