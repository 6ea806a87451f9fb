import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FunctionLogValues } from './conventions.ts'
import type { Failure } from './failure.ts'
import type { Outcome } from './handler-call.ts'
import { toPrintable } from './printable.ts'
import type { Sampler } from './sampling.ts'
import { readClockMs, type Step } from './steps.ts'
import { makeSpanId, makeTraceId, parseTraceContext, type RemoteParent } from './trace-context.ts'

const MAX_HEADER_LENGTH = 128
const MAX_ACCEPT_LENGTH = 512

/** All that is known of one request while it is answered; log line, metrics and spans are written from it. */
export interface RequestRecord {
  readonly requestId: string
  readonly traceId: string
  readonly spanId: string
  readonly parent: RemoteParent | undefined
  readonly sampled: boolean
  readonly method: string
  readonly path: string
  readonly contentType: string
  readonly accept: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** The shared clock of `readClockMs`. */
  readonly startMs: number
  steps: Step[]
  /** A model run or a call of another function was begun, or an official-style handler called, whatever came of it. */
  inferred: boolean
  picture: Outcome['picture']
  batchSize: number | undefined
  log: FunctionLogValues
  statusCode: number
  latencyMs: number
  failure: Failure | undefined
}

/** Begins the record of a request. What the caller's headers say is bounded and made printable. */
export function beginRecord(request: IncomingMessage, sampler: Sampler, path = '/'): RequestRecord {
  const { headers, method = '' } = request
  const parent = parseTraceContext(readHeader(headers['traceparent']), readHeader(headers['tracestate']))
  return {
    requestId: readText(headers['x-call-id']) || readText(headers['x-request-id']) || randomUUID(),
    traceId: parent?.traceId ?? makeTraceId(),
    spanId: makeSpanId(),
    parent,
    sampled: sampler.decide(parent),
    method,
    path: toPrintable(path, MAX_HEADER_LENGTH),
    contentType: readText(headers['content-type']),
    accept: toPrintable(headers.accept ?? '', MAX_ACCEPT_LENGTH),
    startedAt: Date.now(),
    startMs: readClockMs(),
    steps: [],
    inferred: false,
    picture: undefined,
    batchSize: undefined,
    log: {},
    statusCode: 0,
    latencyMs: 0,
    failure: undefined,
  }
}

/** @returns how long a step took in milliseconds, all of that name together; undefined when it did not happen */
export function readStepMs(record: RequestRecord, name: Step['name']): number | undefined {
  const steps = record.steps.filter((step) => step.name === name)
  return steps.length === 0 ? undefined : steps.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
}

function readHeader(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value
}

function readText(value: string | string[] | undefined): string {
  return toPrintable(readHeader(value) ?? '', MAX_HEADER_LENGTH)
}
