import type { Server } from 'node:http'
import type { Config } from './config.ts'
import { EVENTS, type LogValues } from './conventions.ts'
import { waitForQuiet } from './drain.ts'
import { openEntrance } from './entrance.ts'
import { findHandlerForm, type HandlerForm, servesMany } from './handler-form.ts'
import { InferenceRoute } from './inference.ts'
import { removeLockFile, writeLockFile } from './lock-file.ts'
import type { Log } from './log.ts'
import type { LogOutput } from './log-output.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createMetricsPage } from './metrics-page.ts'
import { verifyModel } from './model-digest.ts'
import { findModel } from './model-spec.ts'
import { reportRequest } from './request-telemetry.ts'
import { createSampler } from './sampling.ts'
import { listen, type PlainAnswer, servePage, splitUrl } from './server.ts'
import { readClockMs } from './steps.ts'
import { nameModel, type Subject } from './subject.ts'
import { createTracing, type Tracing } from './tracing.ts'
import type { WorkerSlot } from './worker-slot.ts'
import { Workforce } from './workforce.ts'

const LOOPBACK = '127.0.0.1'
/** Of the readiness page: how many workers serve, of those that there should be, such as 1/2. */
const WORKERS_HEADER = 'x-vouch-workers'
const TRACE_WARNING_INTERVAL_MS = 60_000
/** A caller whose body was too slow sees its 408 before the connection is cut. */
const CUT_MARGIN_MS = 1000

export interface ProcessOptions {
  readonly config: Config
  /** The handler's folder, absolute. */
  readonly folder: string
  readonly subject: Subject
  readonly log: Log
  /** Where the log goes. */
  readonly output: LogOutput
  /** A thread that waits for what to load. */
  readonly firstWorker: WorkerSlot
  /** Ends the process. */
  exit(code: number): void
}

/** One function in one process: servers, workers and telemetry, from the first listener to the last flush. */
export class FunctionProcess {
  readonly #options: ProcessOptions
  readonly #form: HandlerForm
  /** One worker serves many requests at once. */
  readonly #isShared: boolean
  readonly #workforce: Workforce
  readonly #metrics: Metrics
  readonly #tracing: Tracing
  readonly #route: InferenceRoute
  readonly #servers: Server[] = []
  #state: 'loading' | 'ready' | 'draining' = 'loading'
  #lastTraceWarningMs = Number.NEGATIVE_INFINITY

  constructor(options: ProcessOptions) {
    const { config, folder, subject, log } = options
    this.#options = options
    this.#form = findHandlerForm(folder)
    this.#isShared = servesMany(this.#form, folder)
    const queued = () => this.#workforce.pool.queued
    this.#metrics = createMetrics(subject, { queued, inflight: () => this.#route.inflight })
    this.#workforce = this.#createWorkforce()
    this.#tracing = createTracing(config.traces, () => this.#warnOfLostTraces())
    const sinks = { log, metrics: this.#metrics, tracing: this.#tracing }
    this.#route = new InferenceRoute({
      config,
      folder,
      pool: this.#workforce.pool,
      entrance: openEntrance(this.#form, config),
      sampler: createSampler(config.traces.samplingShare, readClockMs),
      isReady: () => this.#state !== 'loading',
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
    const model = this.#form === 'vouch' ? findModel(folder, config, process.env) : undefined
    if (model !== undefined) nameModel(subject, model, await verifyModel(model))
    const { maxPixels, bodyLimits, gatewayUrl } = config
    const setUp = { folder, model, maxPixels, bodyLimits, gatewayUrl }
    const [device] = await Promise.all([this.#workforce.start(setUp), this.#tracing.start()])
    subject.device = device
    this.#becomeReady(ports)
    await this.#workforce.startOthers()
  }

  /** Serves what was accepted and what still comes, then flushes and ends the process. */
  async drain(signal: string): Promise<void> {
    const { config, log } = this.#options
    if (this.#state === 'draining') return
    this.#state = 'draining'
    this.#workforce.stopReplacing()
    removeLockFile(config.lockFile)
    log.write('info', EVENTS.drainStarted, 'Draining', { signal })
    await waitForQuiet(this.#route, config.drainGraceMs, config.execTimeoutMs)
    for (const server of this.#servers) server.close()
    await waitForQuiet(this.#route, 0, config.execTimeoutMs)
    const [isEnded] = await Promise.all([this.#workforce.close(), this.#tracing.shutdown()])
    log.write('info', EVENTS.drainFinished, 'Drained', { signal })
    await this.#end(0, isEnded)
  }

  /** Ends the process at once, after an error that nothing expected. */
  async fail(): Promise<void> {
    const canExit = this.#workforce.pool.stuck === 0 && (await this.#workforce.close())
    await this.#end(1, canExit)
  }

  /** The usual exit waits for all threads: where one hangs in native code, only the system can end the process. */
  async #end(code: number, canExit: boolean): Promise<void> {
    await this.#options.output.flush()
    if (canExit) this.#options.exit(code)
    else process.kill(process.pid, 'SIGKILL')
  }

  #createWorkforce(): Workforce {
    const { config, log, output, firstWorker } = this.#options
    return new Workforce({
      log,
      firstWorker,
      registry: this.#metrics.registry,
      workers: this.#workers,
      maxInHand: this.#maxInHand,
      execTimeoutMs: config.execTimeoutMs,
      droppedLines: () => output.droppedLines,
      onStuckChange: () => this.#showLiveness(),
      onHopeless: () => void this.#giveUp(),
    })
  }

  get #workers(): number {
    return this.#isShared ? 1 : this.#options.config.maxWorkers
  }

  /** The official contract knows no bound. */
  get #maxInHand(): number {
    if (!this.#isShared) return 1
    return this.#form === 'official' ? Number.POSITIVE_INFINITY : this.#options.config.maxConcurrency
  }

  /** of-watchdog's own health is this file. */
  #showLiveness(): void {
    const { lockFile } = this.#options.config
    if (this.#state !== 'ready') return
    if (this.#workforce.isAlive) writeLockFile(lockFile)
    else removeLockFile(lockFile)
  }

  async #listen(): Promise<{ httpPort: number; metricsPort: number }> {
    const { config } = this.#options
    const showMetrics = servePage(createMetricsPage(this.#metrics.registry))
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
    const { config } = this.#options
    const pages = new Map([
      ['/healthz', servePage(async () => toHealthPage(this.#workforce.isAlive))],
      ['/readyz', servePage(async () => this.#showReadiness())],
    ])
    return listen(
      (request, response) => {
        const { path, query } = splitUrl(request.url)
        const page = pages.get(path)
        if (page !== undefined) return page(request, response)
        void this.#route.answer(request, response, path, query)
      },
      LOOPBACK,
      config.httpPort,
      config.execTimeoutMs + CUT_MARGIN_MS,
    )
  }

  /** Ready with one worker; the header tells whoever waits for all of them. */
  #showReadiness(): PlainAnswer {
    const { size } = this.#workforce.pool
    const page = toHealthPage(this.#state === 'ready' && size > 0)
    return { ...page, headers: { [WORKERS_HEADER]: `${size}/${this.#workers}` } }
  }

  #becomeReady(ports: LogValues): void {
    const { config, log } = this.#options
    if (this.#state !== 'loading') return
    this.#state = 'ready'
    this.#metrics.showModel(config.revision)
    writeLockFile(config.lockFile)
    const values = { ...ports, workers: this.#workers, revision: config.revision }
    log.write('info', EVENTS.functionReady, 'Ready to answer', values)
  }

  /** Without a worker nothing can be answered: the platform starts the process anew. */
  async #giveUp(): Promise<void> {
    const { config } = this.#options
    this.#state = 'draining'
    removeLockFile(config.lockFile)
    await waitForQuiet(this.#route, 0, config.execTimeoutMs)
    const [isEnded] = await Promise.all([this.#workforce.close(), this.#tracing.shutdown()])
    await this.#end(1, isEnded)
  }

  #warnOfLostTraces(): void {
    const nowMs = readClockMs()
    if (nowMs - this.#lastTraceWarningMs < TRACE_WARNING_INTERVAL_MS) return
    this.#lastTraceWarningMs = nowMs
    this.#options.log.write('warn', EVENTS.traceExportFailed, 'Spans could not be exported')
  }
}

function toHealthPage(good: boolean): PlainAnswer {
  return { statusCode: good ? 200 : 503, contentType: 'text/plain', body: good ? 'ok\n' : 'not ready\n' }
}
