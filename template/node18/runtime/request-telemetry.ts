import { EVENTS } from './conventions.ts'
import type { Log, LogLevel } from './log.ts'
import type { Metrics } from './metrics.ts'
import { type RequestRecord, readStepMs } from './request-record.ts'
import type { Subject } from './subject.ts'
import type { Tracing } from './tracing.ts'

const MESSAGES = {
  [EVENTS.inferenceRequest]: 'Inference request processed',
  [EVENTS.requestRefused]: 'Request refused',
}

/** Tells log, metrics and traces of one answered request. */
export function reportRequest(
  record: RequestRecord,
  sinks: { log: Log; metrics: Metrics; tracing: Tracing },
  subject: Subject,
): void {
  const event = record.inferred || record.failure === undefined ? EVENTS.inferenceRequest : EVENTS.requestRefused
  sinks.metrics.observeRequest(event, record)
  sinks.tracing.exportRequest(record, subject)
  sinks.log.write(chooseLevel(record.statusCode), event, MESSAGES[event], {
    requestId: record.requestId,
    traceId: record.traceId,
    spanId: record.spanId,
    contentType: record.contentType,
    statusCode: record.statusCode,
    latencyMs: round(record.latencyMs),
    queueMs: round(readStepMs(record, 'queue')),
    inferMs: round(readStepMs(record, 'infer')),
    errorType: record.failure?.code,
    errorMessage: record.failure?.message,
    location: record.failure?.location,
    ...record.log,
  })
}

function chooseLevel(statusCode: number): LogLevel {
  if (statusCode >= 500) return 'error'
  return statusCode >= 400 ? 'warn' : 'info'
}

/** Two decimals. */
function round(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 100) / 100
}
