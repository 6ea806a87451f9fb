import type { Server } from 'node:http'
import type { Config } from './config.ts'
import { EVENTS, type LogValues } from './conventions.ts'
import { waitForQuiet } from './drain.ts'
import type { FunctionOptions } from './function.ts'
import { InferenceRoute } from './inference.ts'
import { removeLockFile, writeLockFile } from './lock-file.ts'
import type { Log } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { verifyWeights } from './model-digest.ts'
import { findModel } from './model-spec.ts'
import { WorkerPool } from './pool.ts'
import { reportRequest } from './request-telemetry.ts'
import { createSampler } from './sampling.ts'
import { listen, type PlainPage, servePage, splitUrl } from './server.ts'
import { readClockMs } from './steps.ts'
import { nameModel, type Subject } from './subject.ts'
import { createTracing, type Tracing } from './tracing.ts'

const LOOPBACK = '127.0.0.1'
const TRACE_WARNING_INTERVAL_MS = 60_000

export interface ProcessOptions {
  readonly config: Config
  /** The handler's folder, absolute. */
  readonly folder: string
  readonly subject: Subject
  readonly log: Log
  /** Ends the process. */
  exit(code: number): void
}

/** One function in one process: servers, workers and telemetry, from the first listener to the last flush. */
export class FunctionProcess {
  readonly #options: ProcessOptions
  readonly #pool: WorkerPool
  readonly #metrics: Metrics
  readonly #tracing: Tracing
  readonly #route: InferenceRoute
  readonly #servers: Server[] = []
  #state: 'loading' | 'ready' | 'draining' = 'loading'
  #lastTraceWarningMs = Number.NEGATIVE_INFINITY

  constructor(options: ProcessOptions) {
    const { config, folder, subject, log } = options
    this.#options = options
    this.#pool = new WorkerPool((left) => this.#reportLostWorker(left))
    this.#metrics = createMetrics(subject, { queued: () => this.#pool.queued, inflight: () => this.#route.inflight })
    this.#tracing = createTracing(config.traces, () => this.#warnOfLostTraces())
    const sinks = { log, metrics: this.#metrics, tracing: this.#tracing }
    this.#route = new InferenceRoute({
      config,
      folder,
      pool: this.#pool,
      sampler: createSampler(config.traces.samplingShare, readClockMs),
      isReady: () => this.#pool.size > 0,
      isDraining: () => this.#state === 'draining',
      onAnswered: (record) => reportRequest(record, sinks, subject),
    })
  }

  /**
   * Listens, then loads and warms up the function: the first worker makes it ready, the others follow.
   *
   * @throws ModelError, WorkerStartError, or the system's error for a port that cannot be had
   */
  async start(): Promise<void> {
    const { config, folder, subject, log } = this.#options
    const ports = await this.#listen()
    log.write('info', EVENTS.listening, 'Listening, not ready', ports)
    const model = findModel(folder, config)
    if (model !== undefined) nameModel(subject, model, await verifyWeights(model))
    const load = { folder, model, maxPixels: config.maxPixels }
    const [device] = await Promise.all([this.#pool.addWorker(load), this.#tracing.start()])
    subject.device = device
    this.#becomeReady(ports)
    await this.#addOtherWorkers(load)
  }

  /** Serves what was accepted and what still comes, then flushes and ends the process. */
  async drain(signal: string): Promise<void> {
    const { config, log } = this.#options
    if (this.#state === 'draining') return
    this.#state = 'draining'
    removeLockFile(config.lockFile)
    log.write('info', EVENTS.drainStarted, 'Draining', { signal })
    await waitForQuiet(this.#route, config.drainGraceMs, config.execTimeoutMs)
    for (const server of this.#servers) server.close()
    await waitForQuiet(this.#route, 0, config.execTimeoutMs)
    await Promise.all([this.#tracing.shutdown(), this.#pool.close()])
    log.write('info', EVENTS.drainFinished, 'Drained', { signal })
    this.#options.exit(0)
  }

  async #listen(): Promise<{ httpPort: number; metricsPort: number }> {
    const { config } = this.#options
    const page: PlainPage = async () => {
      const { registry } = this.#metrics
      return { statusCode: 200, contentType: registry.contentType, body: await registry.metrics() }
    }
    const showMetrics = servePage(page)
    const showNothing = servePage(async () => ({ statusCode: 404, contentType: 'text/plain', body: 'not found\n' }))
    const metrics = await listen(
      (request, response) => (splitUrl(request.url).path === '/metrics' ? showMetrics : showNothing)(request, response),
      config.metricsHost,
      config.metricsPort,
    )
    const http = await this.#listenForCallers()
    this.#servers.push(http.server, metrics.server)
    return { httpPort: http.port, metricsPort: metrics.port }
  }

  #listenForCallers() {
    const pages = new Map([
      ['/healthz', servePage(async () => toHealthPage(true))],
      ['/readyz', servePage(async () => toHealthPage(this.#state === 'ready' && this.#pool.size > 0))],
    ])
    return listen(
      (request, response) => {
        const { path, query } = splitUrl(request.url)
        const page = pages.get(path)
        if (page !== undefined) return page(request, response)
        void this.#route.answer(request, response, path, query)
      },
      LOOPBACK,
      this.#options.config.httpPort,
    )
  }

  #becomeReady(ports: LogValues): void {
    const { config, log } = this.#options
    if (this.#state !== 'loading') return
    this.#state = 'ready'
    this.#metrics.showModel(config.revision)
    writeLockFile(config.lockFile)
    const values = { ...ports, workers: config.maxWorkers, revision: config.revision }
    log.write('info', EVENTS.functionReady, 'Ready to answer', values)
  }

  async #addOtherWorkers(load: FunctionOptions): Promise<void> {
    for (let count = 1; count < this.#options.config.maxWorkers && this.#state === 'ready'; count++) {
      await this.#pool.addWorker(load)
    }
  }

  #reportLostWorker(left: number): void {
    const { log } = this.#options
    log.write('error', EVENTS.workerFailed, 'A worker ended by itself', { workers: left })
    if (left === 0) void this.#giveUp()
  }

  /** Without a worker nothing can be answered: the platform starts the process anew. */
  async #giveUp(): Promise<void> {
    const { config, exit } = this.#options
    removeLockFile(config.lockFile)
    await waitForQuiet(this.#route, 0, config.execTimeoutMs)
    await Promise.all([this.#tracing.shutdown(), this.#pool.close()])
    exit(1)
  }

  #warnOfLostTraces(): void {
    const nowMs = readClockMs()
    if (nowMs - this.#lastTraceWarningMs < TRACE_WARNING_INTERVAL_MS) return
    this.#lastTraceWarningMs = nowMs
    this.#options.log.write('warn', EVENTS.traceExportFailed, 'Spans could not be exported')
  }
}

function toHealthPage(good: boolean) {
  return { statusCode: good ? 200 : 503, contentType: 'text/plain', body: good ? 'ok\n' : 'not ready\n' }
}
