import { setTimeout as sleep } from 'node:timers/promises'
import { DEADLINE_HEADER } from './deadline.ts'
import { AvailabilityError } from './errors.ts'
import { readRetryAfterMs } from './retry-after.ts'
import { toBusyError, toStageError, toUnreachableError } from './stage-error.ts'
import { readClockMs } from './steps.ts'
import { formatTraceContext, makeSpanId, type RequestTrace } from './trace-context.ts'

/** A call of another function: its body (of several parts: `encodeParts`), and what else it is asked. */
export interface FunctionCall {
  readonly body: Buffer
  readonly contentType: string
  readonly query?: Readonly<Record<string, string | number>>
  readonly accept?: string
}

export interface StageAnswer {
  readonly contentType: string
  readonly body: Buffer
  readonly headers: Headers
}

/** What came back of one attempt, whatever its status. */
export interface StageReply {
  readonly statusCode: number
  readonly headers: Headers
  readonly body: Buffer
}

/** What a call inherits from the request that it is made for. */
export interface CallContext {
  /** Address of the gateway. */
  readonly gatewayUrl: string
  readonly requestId: string
  readonly trace: RequestTrace
  /** On the clock of `readClockMs`. */
  readonly deadlineAtMs: number
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
  /** Records one attempt, whose span has this id. */
  record(functionName: string, spanId: string, attempt: () => Promise<StageReply>): Promise<StageReply>
}

/** The stage gives up so much earlier that its answer can still be handed on. */
const HANDING_ON_MS = 25
const DEFAULT_PAUSE_MS = 1000
const SHORTEST_PAUSE_MS = 100
/** With less than this a stage that was busy is not asked again: it would be late. */
const SHORTEST_RETRY_MS = 250
/** A connection that was kept open may be closed by the other side just when it is used again. */
const CLOSED_CONNECTION = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

/**
 * Calls another function through the gateway. 429 and 503 are retried as Retry-After says, while the deadline allows it.
 *
 * @param name of the function, with its namespace where it is another: `face-detector` or `face-detector.vision`
 * @throws InputError when the stage blames the request; AvailabilityError when it fails, or is busy for longer than there is
 * time; AbortError when the signal ends it
 */
export async function callFunction(name: string, call: FunctionCall, context: CallContext): Promise<StageAnswer> {
  for (;;) {
    const { statusCode, headers, body } = await ask(name, call, context)
    if (statusCode === 200) return { contentType: headers.get('content-type') ?? '', body, headers }
    if (statusCode !== 429 && statusCode !== 503) throw toStageError(name, { statusCode, headers, body })
    const askedMs = readRetryAfterMs(headers.get('retry-after'), Date.now()) ?? DEFAULT_PAUSE_MS
    const pauseMs = Math.max(askedMs, SHORTEST_PAUSE_MS)
    const busy = toBusyError(name, statusCode, askedMs)
    if (leftMs(context) < pauseMs + SHORTEST_RETRY_MS) throw busy
    await sleep(pauseMs, undefined, { signal: context.signal })
    if (leftMs(context) < SHORTEST_RETRY_MS) throw busy // a machine that is full wakes late
  }
}

function leftMs({ deadlineAtMs }: CallContext): number {
  return Math.floor(deadlineAtMs - readClockMs() - HANDING_ON_MS)
}

async function ask(name: string, call: FunctionCall, context: CallContext): Promise<StageReply> {
  try {
    return await attempt(name, call, context)
  } catch (error) {
    if (!CLOSED_CONNECTION.has(readErrorCode(error))) throw toCallError(name, error)
  }
  try {
    return await attempt(name, call, context)
  } catch (error) {
    throw toCallError(name, error)
  }
}

async function attempt(name: string, call: FunctionCall, context: CallContext): Promise<StageReply> {
  context.signal.throwIfAborted()
  const waitMs = leftMs(context)
  if (waitMs < 1) throw new AvailabilityError('stage-late', { function: name })
  const spanId = makeSpanId()
  const url = new URL(`${context.gatewayUrl.replace(/\/$/, '')}/function/${name}`)
  for (const [key, value] of Object.entries(call.query ?? {})) url.searchParams.set(key, String(value))
  const headers = {
    'content-type': call.contentType,
    'x-call-id': context.requestId,
    [DEADLINE_HEADER]: String(waitMs),
    ...(call.accept === undefined ? {} : { accept: call.accept }),
    ...formatTraceContext(context.trace, spanId),
  }
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(waitMs)])
  return context.record(name, spanId, () => post(url, headers, call.body, signal))
}

async function post(url: URL, headers: HeadersInit, body: Buffer, signal: AbortSignal): Promise<StageReply> {
  const bytes = new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength)
  const response = await fetch(url, { method: 'POST', headers, body: bytes, signal, redirect: 'manual' })
  return {
    statusCode: response.status,
    headers: response.headers,
    body: Buffer.from(await response.arrayBuffer()),
  }
}

function toCallError(name: string, error: unknown): unknown {
  if (error instanceof AvailabilityError || readErrorName(error) === 'AbortError') return error
  if (readErrorName(error) === 'TimeoutError') {
    return new AvailabilityError('stage-late', { function: name }, { cause: error })
  }
  return toUnreachableError(name, error)
}

function readErrorName(error: unknown): string {
  return error instanceof DOMException ? error.name : ''
}

/** fetch hides the code of a failed connection in the cause. */
function readErrorCode(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined
  return String(cause?.code ?? '')
}
