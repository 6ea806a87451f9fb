/** Every name that the functions put on the wire: log fields, events, metrics, spans and their attributes. */

export interface LogField {
  readonly name: string
  readonly type: 'string' | 'number'
  readonly unit?: 'ms' | 'ratio' | 'count'
  /** The OpenTelemetry log field or semantic-convention attribute that means the same. */
  readonly otel: string
}

export interface Metric {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly unit?: 'seconds'
  readonly labels: readonly string[]
  readonly help: string
}

/** The fields of a log line, in the order in which they are written. */
export const LOG_FIELDS = {
  timestamp: { name: 'timestamp', type: 'string', otel: 'Timestamp' },
  level: { name: 'level', type: 'string', otel: 'SeverityText' },
  message: { name: 'message', type: 'string', otel: 'Body' },
  event: { name: 'event', type: 'string', otel: 'EventName' },
  function: { name: 'function', type: 'string', otel: 'faas.name' },
  requestId: { name: 'request_id', type: 'string', otel: 'faas.invocation_id' },
  traceId: { name: 'trace_id', type: 'string', otel: 'TraceId' },
  spanId: { name: 'span_id', type: 'string', otel: 'SpanId' },
  modelVersion: { name: 'model_version', type: 'string', otel: 'faas.version' },
  modelDigest: { name: 'model_digest', type: 'string', otel: 'ai.model.digest' },
  device: { name: 'device', type: 'string', otel: 'ai.model.device' },
  contentType: { name: 'content_type', type: 'string', otel: 'http.request.header.content-type' },
  statusCode: { name: 'status_code', type: 'number', otel: 'http.response.status_code' },
  latencyMs: { name: 'latency_ms', type: 'number', unit: 'ms', otel: 'http.server.request.duration' },
  queueMs: { name: 'queue_ms', type: 'number', unit: 'ms', otel: 'ai.queue.duration' },
  inferMs: { name: 'infer_ms', type: 'number', unit: 'ms', otel: 'ai.process.duration_sec' },
  top1Class: { name: 'top1_class', type: 'string', otel: 'ai.prediction.class' },
  top1Prob: { name: 'top1_prob', type: 'number', unit: 'ratio', otel: 'ai.prediction.probability' },
  faces: { name: 'faces', type: 'number', unit: 'count', otel: 'ai.output.faces' },
  facesSwapped: { name: 'faces_swapped', type: 'number', unit: 'count', otel: 'ai.output.faces_swapped' },
  quality: { name: 'quality', type: 'number', unit: 'ratio', otel: 'ai.input.quality' },
  embeddingNorm: { name: 'embedding_norm', type: 'number', otel: 'ai.output.embedding_norm' },
  engine: { name: 'engine', type: 'string', otel: 'ai.engine' },
  foregroundRatio: { name: 'foreground_ratio', type: 'number', unit: 'ratio', otel: 'ai.output.foreground_ratio' },
  stages: { name: 'stages', type: 'number', unit: 'count', otel: 'faas.invoked.count' },
  similaritySource: { name: 'similarity_source', type: 'number', otel: 'ai.output.similarity_source' },
  similarityTarget: { name: 'similarity_target', type: 'number', otel: 'ai.output.similarity_target' },
  provenance: { name: 'provenance', type: 'string', otel: 'ai.output.digital_source_type' },
  errorType: { name: 'error_type', type: 'string', otel: 'error.type' },
  errorMessage: { name: 'error_message', type: 'string', otel: 'exception.message' },
  location: { name: 'location', type: 'string', otel: 'code.line.number' },
  httpPort: { name: 'http_port', type: 'number', otel: 'server.port' },
  metricsPort: { name: 'metrics_port', type: 'number', otel: 'server.port' },
  lines: { name: 'lines', type: 'number', unit: 'count', otel: 'log.dropped' },
  workers: { name: 'workers', type: 'number', unit: 'count', otel: 'process.thread.count' },
  revision: { name: 'revision', type: 'string', otel: 'vcs.ref.head.revision' },
  signal: { name: 'signal', type: 'string', otel: 'process.signal' },
} as const satisfies Record<string, LogField>

type Fields = typeof LOG_FIELDS
export type LogValues = {
  [K in keyof Fields]?: (Fields[K]['type'] extends 'number' ? number : string) | undefined
}

/** What a function itself adds to the line of a request. */
export type FunctionLogValues = Pick<
  LogValues,
  | 'top1Class'
  | 'top1Prob'
  | 'faces'
  | 'facesSwapped'
  | 'quality'
  | 'embeddingNorm'
  | 'engine'
  | 'foregroundRatio'
  | 'stages'
  | 'similaritySource'
  | 'similarityTarget'
  | 'provenance'
>

/** What happened, in the field `event`. */
export const EVENTS = {
  inferenceRequest: 'inference_request',
  requestRefused: 'request_refused',
  modelLoadFailed: 'model_load_failed',
  configInvalid: 'config_invalid',
  listening: 'listening',
  functionReady: 'function_ready',
  drainStarted: 'drain_started',
  drainFinished: 'drain_finished',
  workerFailed: 'worker_failed',
  workerStuck: 'worker_stuck',
  workerReplaced: 'worker_replaced',
  workerStartFailed: 'worker_start_failed',
  handlerStray: 'handler_stray',
  logLinesDropped: 'log_lines_dropped',
  traceExportFailed: 'trace_export_failed',
  startFailed: 'start_failed',
  processFailed: 'process_failed',
} as const

export type EventName = (typeof EVENTS)[keyof typeof EVENTS]

/** The request metrics share these labels: one value each in a process, but for the status code. */
const REQUEST_LABELS = ['function', 'model_version', 'status_code'] as const

export const METRICS = {
  requests: {
    name: 'vouch_requests_total',
    type: 'counter',
    labels: [...REQUEST_LABELS, 'event'],
    help: 'Answered requests.',
  },
  requestDuration: {
    name: 'vouch_request_duration_seconds',
    type: 'histogram',
    unit: 'seconds',
    labels: REQUEST_LABELS,
    help: 'Time from the arrival of a request to its answer.',
  },
  queueLength: { name: 'vouch_queue_length', type: 'gauge', labels: [], help: 'Requests that wait for a worker.' },
  inflight: { name: 'vouch_inflight', type: 'gauge', labels: [], help: 'Requests that are not answered yet.' },
  workers: {
    name: 'vouch_workers',
    type: 'gauge',
    labels: ['state'],
    help: 'Threads that run handlers: ready, or stuck and given up.',
  },
  workersLost: {
    name: 'vouch_workers_lost_total',
    type: 'counter',
    labels: ['reason'],
    help: 'Threads that ended or were given up while they served.',
  },
  logLinesDropped: {
    name: 'vouch_log_lines_dropped_total',
    type: 'counter',
    labels: [],
    help: 'Log lines that nobody read in time.',
  },
  modelInfo: {
    name: 'vouch_model_info',
    type: 'gauge',
    labels: ['function', 'model', 'model_version', 'model_digest', 'device', 'revision'],
    help: 'The loaded model; always 1.',
  },
} as const satisfies Record<string, Metric>

/** What leads from a bucket of durations to a trace. */
export const EXEMPLAR_LABELS = { traceId: 'trace_id', spanId: 'span_id' } as const

/** The spans under one server span: the steps of a request. */
export const STEPS = ['queue', 'decode', 'preprocess', 'infer', 'postprocess', 'encode'] as const

/** The one step of an official-style handler: its whole call. */
export const HANDLER_STEP = 'handler'

/** One attempt to call another function. */
export const CALL_STEP = 'call'

export type StepName = (typeof STEPS)[number] | typeof HANDLER_STEP | typeof CALL_STEP

export const SPAN_ATTRIBUTES = {
  modelName: 'ai.model.name',
  modelDevice: 'ai.model.device',
  batchSize: 'ai.batch.size',
  inputWidth: 'ai.input.width',
  inputHeight: 'ai.input.height',
  processDurationSec: 'ai.process.duration_sec',
  majorPageFaults: 'process.paging.major_faults.delta',
  throttledPeriods: 'cgroup.cpu.throttled_periods.delta',
  throttledSec: 'cgroup.cpu.throttled_sec.delta',
  method: 'http.request.method',
  path: 'url.path',
  statusCode: 'http.response.status_code',
  errorType: 'error.type',
  functionName: 'faas.name',
  invocationId: 'faas.invocation_id',
  invokedName: 'faas.invoked_name',
  functionVersion: 'faas.version',
} as const
