import { join } from 'node:path'
import { type Env, EnvReader } from './env-reader.ts'
import { ConfigurationError } from './errors.ts'
import { type BodyLimits, readBodyLimits } from './official/body-limits.ts'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

export interface TraceConfig {
  readonly exporter: 'none' | 'otlp' | 'jaeger'
  readonly serviceName: string
  /** Replaces the rate of 0.1 a second; 0 to 1. */
  readonly samplingShare: number | undefined
  readonly jaeger: { readonly endpoint?: string; readonly host: string; readonly port: number }
}

export interface Config {
  readonly functionName: string
  readonly httpPort: number
  readonly metricsHost: string
  readonly metricsPort: number
  readonly maxWorkers: number
  readonly maxQueue: number
  /** Requests that a worker without a model of ours has in hand at once. */
  readonly maxConcurrency: number
  readonly execTimeoutMs: number
  readonly maxBodyBytes: number
  readonly maxPixels: number
  /** For official-style handlers. */
  readonly bodyLimits: BodyLimits
  /** The gateway, where other functions are called. */
  readonly gatewayUrl: string
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly modelVersion: string | undefined
  readonly modelPath: string | undefined
  readonly modelVariant: string | undefined
  readonly revision: string
  readonly lockFile: string
  /** How long of-watchdog keeps forwarding requests after SIGTERM; 0 without a watchdog. */
  readonly drainGraceMs: number
  readonly traces: TraceConfig
}

const PORT = { min: 0, max: 65_535 }
const WATCHDOG_EXEC_TIMEOUT_MS = 30_000
/** Our 504 must be written before the watchdog's empty one. */
const ANSWER_MARGIN_MS = 500
const MAX_BODY_BYTES = 20 * 1024 * 1024
const MAX_CONCURRENCY = 8
const MAX_PIXELS = 40_000_000

/**
 * Reads the configuration of the runtime from the environment.
 *
 * @param machine the CPUs of the quota, and the name of the handler's folder (the function's name where the platform gives none)
 * @throws ConfigurationError naming every variable that cannot be obeyed, its value and what was expected
 */
export function readConfig(env: Env, machine: { cpus: number; handlerName: string }): Config {
  const reader = new EnvReader(env)
  const functionName = reader.text('OPENFAAS_NAME') ?? machine.handlerName
  const config = {
    functionName,
    ...readAddresses(reader),
    ...readLimits(reader, machine.cpus),
    ...readModelChoice(reader),
    gatewayUrl: reader.url('OPENFAAS_URL') ?? 'http://gateway.openfaas:8080',
    logLevel: reader.choice('LOG_LEVEL', LOG_LEVELS) ?? 'info',
    revision: reader.text('VOUCH_REVISION') ?? '',
    lockFile: join(env['TMPDIR'] || '/tmp', '.lock'),
    drainGraceMs: reader.duration('healthcheck_interval') ?? reader.duration('write_timeout') ?? 0,
    traces: readTraces(reader, functionName),
  }
  if (reader.faults.length > 0) throw new ConfigurationError(reader.faults)
  return Object.freeze(config)
}

function readAddresses(reader: EnvReader) {
  return {
    httpPort: reader.integer('http_port', PORT) ?? 3000,
    metricsHost: reader.text('METRICS_HOST', /^[\w.:-]{1,253}$/, 'a host name or an address') ?? '127.0.0.1',
    metricsPort: reader.integer('METRICS_PORT', PORT) ?? 8000,
  }
}

function readLimits(reader: EnvReader, cpus: number) {
  const watchdogMs = reader.duration('exec_timeout') || WATCHDOG_EXEC_TIMEOUT_MS
  const execTimeoutMs = reader.duration('EXEC_TIMEOUT') ?? Math.max(watchdogMs / 2, watchdogMs - ANSWER_MARGIN_MS)
  if (execTimeoutMs < 1 || execTimeoutMs > 2 ** 31 - 1) {
    reader.faults.push(`Expected from 1ms to 596h for EXEC_TIMEOUT but received ${execTimeoutMs} ms.`)
  }
  const maxBodyBytes = reader.integer('MAX_BODY_BYTES', { min: 1, max: 1024 ** 3 }) ?? MAX_BODY_BYTES
  return {
    maxWorkers: reader.integer('MAX_WORKERS', { min: 1, max: 256 }) ?? cpus,
    maxQueue: reader.integer('MAX_QUEUE', { min: 0, max: 100_000 }) ?? 128,
    maxConcurrency: reader.integer('MAX_CONCURRENCY', { min: 1, max: 10_000 }) ?? MAX_CONCURRENCY,
    execTimeoutMs,
    maxBodyBytes,
    maxPixels: reader.integer('MAX_PIXELS', { min: 1, max: 1_000_000_000 }) ?? MAX_PIXELS,
    bodyLimits: readBodyLimits(reader, maxBodyBytes),
  }
}

function readModelChoice(reader: EnvReader) {
  return {
    modelVersion: reader.text('MODEL_VERSION'),
    modelPath: reader.text('MODEL_PATH', /^[\x20-\x7e]{1,4096}$/, 'a path'),
    modelVariant: reader.text('MODEL_VARIANT'),
  }
}

function readTraces(reader: EnvReader, functionName: string): TraceConfig {
  const otlp = [reader.url('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'), reader.url('OTEL_EXPORTER_OTLP_ENDPOINT')]
  const asked = reader.choice('OTEL_TRACES_EXPORTER', ['none', 'otlp', 'jaeger'])
  const endpoint = reader.url('JAEGER_ENDPOINT')
  const host = reader.text('JAEGER_AGENT_HOST', /^[\w.:-]{1,253}$/, 'a host name or an address')
  const found = otlp.some((url) => url !== undefined) ? 'otlp' : endpoint || host ? 'jaeger' : 'none'
  return {
    exporter: asked ?? found,
    serviceName: reader.text('OTEL_SERVICE_NAME') ?? functionName,
    samplingShare: reader.share('OTEL_SAMPLING_PROBABILITY'),
    jaeger: {
      ...(endpoint === undefined ? {} : { endpoint }),
      host: host ?? '127.0.0.1',
      port: reader.integer('JAEGER_AGENT_PORT', { min: 1, max: 65_535 }) ?? 6832,
    },
  }
}
