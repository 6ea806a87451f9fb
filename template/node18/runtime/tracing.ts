import {
  type Attributes,
  createTraceState,
  type DiagLogger,
  diag,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { TraceConfig } from './config.ts'
import { CALL_STEP, SPAN_ATTRIBUTES as KEY } from './conventions.ts'
import type { RequestRecord } from './request-record.ts'
import type { CallFacts, Step } from './steps.ts'
import type { Subject } from './subject.ts'
import { makeSpanId, makeTraceId } from './trace-context.ts'

const SCOPE = 'vouch'

export interface Tracing {
  /** Loads what the configured exporter needs. */
  start(): Promise<void>
  /** Writes the spans of an answered request: those that were sampled on arrival, and all that failed in this function. */
  exportRequest(record: RequestRecord, subject: Subject): void
  /** Sends what waits and ends the exporter. */
  shutdown(): Promise<void>
}

/**
 * Makes the spans of answered requests from their records, so that a request whose trace is not wanted costs nothing.
 * The OpenTelemetry SDK is loaded by `start`, and only where an exporter is configured.
 *
 * @param onExportFailure is told that spans were lost; what the exporter says may name hosts and is left out
 */
export function createTracing(config: TraceConfig, onExportFailure: () => void): Tracing {
  const ids = new PresetIds()
  let sdk: { shutdown(): Promise<void> } | undefined
  return {
    async start() {
      if (config.exporter === 'none') return
      sdk = await startSdk(config, ids)
      diag.setLogger(listenForFailures(onExportFailure), { suppressOverrideMessage: true })
    },
    exportRequest(record, subject) {
      if (sdk !== undefined && (record.sampled || hasFailed(record)))
        writeSpans(trace.getTracer(SCOPE), ids, record, subject)
    },
    async shutdown() {
      await sdk?.shutdown().catch(onExportFailure)
    },
  }
}

/** Gives the server span the id that its log line and its children know already. */
class PresetIds {
  next: { traceId: string; spanId: string } | undefined

  generateTraceId = (): string => this.next?.traceId ?? makeTraceId()

  generateSpanId = (): string => this.next?.spanId ?? makeSpanId()
}

async function startSdk(config: TraceConfig, idGenerator: PresetIds) {
  process.env['OTEL_NODE_RESOURCE_DETECTORS'] ??= 'env' // the others would send the machine's name and paths
  const { NodeSDK } = await import('@opentelemetry/sdk-node')
  const sdk = new NodeSDK({
    serviceName: config.serviceName,
    idGenerator,
    sampler: { shouldSample: () => ({ decision: 2 }), toString: () => 'decided by the runtime' },
    textMapPropagator: null,
    metricReaders: [],
    logRecordProcessors: [],
    ...(config.exporter === 'jaeger' ? { traceExporter: await loadJaegerExporter(config) } : {}),
  })
  sdk.start()
  return sdk
}

/** NodeSDK does not know this exporter any more, so it is handed over. */
async function loadJaegerExporter({ jaeger }: TraceConfig) {
  const { JaegerExporter } = await import('@opentelemetry/exporter-jaeger')
  return new JaegerExporter(
    jaeger.endpoint === undefined ? { host: jaeger.host, port: jaeger.port } : { endpoint: jaeger.endpoint },
  )
}

function listenForFailures(onExportFailure: () => void): DiagLogger {
  const ignore = () => {}
  return { error: onExportFailure, warn: onExportFailure, info: ignore, debug: ignore, verbose: ignore }
}

/** A fault of this function, or of the picture that it worked on; a request turned away at the door is none. */
function hasFailed(record: RequestRecord): boolean {
  return record.failure !== undefined && (record.statusCode >= 500 || record.steps.some((step) => step.failed))
}

function writeSpans(tracer: Tracer, ids: PresetIds, record: RequestRecord, subject: Subject): void {
  ids.next = record
  const server = tracer.startSpan(`${record.method} /`, describeServerSpan(record, subject), remoteContext(record))
  ids.next = undefined
  const context = trace.setSpan(ROOT_CONTEXT, server)
  for (const step of record.steps) {
    const { call } = step
    ids.next = call && { traceId: record.traceId, spanId: call.spanId }
    const described = call === undefined ? describeStep(step, record, subject) : describeCall(call)
    const span = tracer.startSpan(described.name, { startTime: toWallMs(record, step.startMs), ...described }, context)
    ids.next = undefined
    if (step.failed && call === undefined) markFailed(span, record)
    if (step.failed && call !== undefined) span.setStatus({ code: SpanStatusCode.ERROR }) // perhaps repeated, and made good
    span.end(toWallMs(record, step.endMs))
  }
  markFailed(server, record)
  server.end(record.startedAt + record.latencyMs)
}

function remoteContext({ parent }: RequestRecord) {
  if (parent === undefined) return ROOT_CONTEXT
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: parent.traceId,
    spanId: parent.spanId,
    isRemote: true,
    traceFlags: parent.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
    ...(parent.traceState === undefined ? {} : { traceState: createTraceState(parent.traceState) }),
  })
}

function describeServerSpan(record: RequestRecord, subject: Subject) {
  return {
    kind: SpanKind.SERVER,
    startTime: record.startedAt,
    attributes: {
      [KEY.method]: record.method,
      [KEY.path]: record.path,
      [KEY.statusCode]: record.statusCode,
      [KEY.functionName]: subject.functionName,
      [KEY.functionVersion]: subject.modelVersion,
      [KEY.invocationId]: record.requestId,
      ...(record.failure === undefined ? {} : { [KEY.errorType]: record.failure.code }),
    },
  }
}

function describeStep(step: Step, record: RequestRecord, subject: Subject) {
  return { name: step.name, attributes: step.name === 'infer' ? describeInference(step, record, subject) : {} }
}

/** The span that the callee's server span is below. */
function describeCall({ functionName, statusCode }: CallFacts) {
  return {
    name: `${CALL_STEP} ${functionName}`,
    kind: SpanKind.CLIENT,
    attributes: {
      [KEY.method]: 'POST',
      [KEY.invokedName]: functionName,
      ...(statusCode === undefined ? {} : { [KEY.statusCode]: statusCode }),
    },
  }
}

function describeInference(step: Step, record: RequestRecord, subject: Subject) {
  const { batchSize, picture } = record
  const { kernel } = step
  const attributes: Attributes = {
    [KEY.modelName]: subject.modelName,
    [KEY.modelDevice]: subject.device,
    [KEY.processDurationSec]: (step.endMs - step.startMs) / 1000,
  }
  if (batchSize !== undefined) attributes[KEY.batchSize] = batchSize
  if (picture !== undefined) {
    attributes[KEY.inputWidth] = picture.width
    attributes[KEY.inputHeight] = picture.height
  }
  if (kernel !== undefined) attributes[KEY.majorPageFaults] = kernel.majorPageFaults
  if (kernel?.throttledPeriods !== undefined) attributes[KEY.throttledPeriods] = kernel.throttledPeriods
  if (kernel?.throttledSec !== undefined) attributes[KEY.throttledSec] = kernel.throttledSec
  return attributes
}

function markFailed(span: Span, { failure, startedAt, latencyMs }: RequestRecord): void {
  if (failure === undefined) return
  const { type, message } = failure
  span.recordException({ name: type, message }, startedAt + latencyMs)
  span.setStatus({ code: SpanStatusCode.ERROR, message })
}

function toWallMs({ startedAt, startMs }: RequestRecord, clockMs: number): number {
  return startedAt + (clockMs - startMs)
}
