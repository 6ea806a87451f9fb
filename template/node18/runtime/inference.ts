import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Answer, sendAnswer, toProblemAnswer } from './answer.ts'
import { readBody } from './body.ts'
import type { Config } from './config.ts'
import { CALL_STEP, type FunctionLogValues, HANDLER_STEP } from './conventions.ts'
import { type Deadline, readHandedDeadline, watchDeadline } from './deadline.ts'
import type { Entrance } from './entrance.ts'
import { AvailabilityError } from './errors.ts'
import { describeFailure, describeHandlerAnswer } from './failure.ts'
import type { PoolTask, WorkerPool } from './pool.ts'
import { beginRecord, type RequestRecord } from './request-record.ts'
import type { Sampler } from './sampling.ts'
import { readClockMs, type Step } from './steps.ts'
import type { Job, JobReport } from './worker-messages.ts'

/** A step of these makes a request one that was worked on, whatever came of it. */
const BEGINNINGS: ReadonlySet<string> = new Set(['infer', CALL_STEP, HANDLER_STEP])
const MAX_JOB_ID = 2 ** 31 - 1

export interface InferenceOptions {
  readonly config: Config
  /** The handler's folder, absolute. */
  readonly folder: string
  readonly pool: WorkerPool
  readonly entrance: Entrance
  readonly sampler: Sampler
  /** False while the model loads. */
  isReady(): boolean
  isDraining(): boolean
  /** Hears of every answered request. */
  onAnswered(record: RequestRecord): void
}

/** Answers what callers send: admission, body, queue, worker, answer. */
export class InferenceRoute {
  readonly #options: InferenceOptions
  #waiting = 0
  #inflight = 0
  #lastActivityMs = readClockMs()
  #lastJobId = 0

  constructor(options: InferenceOptions) {
    this.#options = options
  }

  /** Requests whose answer is not sent yet. */
  get inflight(): number {
    return this.#inflight
  }

  /** Milliseconds since a request began or ended. */
  get quietMs(): number {
    return this.#inflight > 0 ? 0 : readClockMs() - this.#lastActivityMs
  }

  async answer(request: IncomingMessage, response: ServerResponse, path: string, query: string): Promise<void> {
    const { config, folder, sampler } = this.#options
    const record = beginRecord(request, sampler, path)
    this.#count(response)
    const deadline = watchDeadline(response, config.execTimeoutMs)
    let answer: Answer
    try {
      this.#admit(request, path)
      deadline.tighten(readHandedDeadline(request.headers) ?? config.execTimeoutMs)
      answer = await this.#work(request, query, record, deadline)
    } catch (thrown) {
      record.failure = describeFailure(thrown, folder)
      answer = toProblemAnswer(record.failure, record.requestId)
    }
    deadline.clear()
    if (this.#options.isDraining() && request.complete) response.setHeader('connection', 'close')
    sendAnswer(request, response, answer, config.maxBodyBytes)
    record.statusCode = answer.statusCode
    record.latencyMs = readClockMs() - record.startMs
    this.#options.onAnswered(record)
  }

  #count(response: ServerResponse): void {
    this.#inflight++
    this.#lastActivityMs = readClockMs()
    response.once('close', () => {
      this.#inflight--
      this.#lastActivityMs = readClockMs()
    })
  }

  /** @throws InputError or AvailabilityError before the body is read */
  #admit(request: IncomingMessage, path: string): void {
    const { config, entrance, pool, isReady } = this.#options
    entrance.admit(request, path)
    if (!isReady()) throw new AvailabilityError('not-ready', { state: 'loading its model' })
    const waiting = this.#waiting + pool.untaken - pool.idle
    if (waiting >= config.maxQueue) throw new AvailabilityError('queue-full', { waiting })
  }

  async #work(request: IncomingMessage, query: string, record: RequestRecord, deadline: Deadline): Promise<Answer> {
    const { entrance } = this.#options
    const leave = this.#enterQueue()
    try {
      const body = await readBody(request, entrance.limitBody(request), deadline.signal)
      entrance.checkBody(body)
      deadline.bodyArrived()
      const job = {
        ...this.#describeJob(record, body, query, deadline),
        ...entrance.describeCall(request, record.path),
      }
      return toAnswer(await this.#run(job, record, deadline.signal, leave), record)
    } finally {
      leave()
    }
  }

  #describeJob(record: RequestRecord, body: Uint8Array<ArrayBuffer>, query: string, { atMs }: Deadline): Job {
    const { contentType, accept, requestId, traceId, sampled, parent } = record
    const trace = { traceId, sampled, traceState: parent?.traceState }
    return { id: this.#nextJobId(), body, query, contentType, accept, requestId, trace, deadlineAtMs: atMs }
  }

  #nextJobId(): number {
    this.#lastJobId = (this.#lastJobId % MAX_JOB_ID) + 1
    return this.#lastJobId
  }

  /** @returns ends the waiting, once, however often it is called */
  #enterQueue(): () => void {
    let waits = true
    this.#waiting++
    return () => {
      if (waits) this.#waiting--
      waits = false
    }
  }

  #run(job: Job, record: RequestRecord, signal: AbortSignal, leaveQueue: () => void): Promise<JobReport> {
    const { pool } = this.#options
    const queuedMs = readClockMs()
    return new Promise((resolve, reject) => {
      const task: PoolTask = {
        job,
        onStart(endMs) {
          leaveQueue()
          record.steps.push({ name: 'queue', startMs: queuedMs, endMs, failed: false })
        },
        onReport: resolve,
        onLost: reject,
      }
      signal.addEventListener('abort', () => {
        pool.withdraw(task)
        record.inferred = pool.hasBegun(task)
        reject(signal.reason)
      })
      pool.submit(task)
    })
  }
}

function toAnswer(report: JobReport, record: RequestRecord): Answer {
  record.steps = joinSteps(record.steps, report)
  record.inferred = report.steps.some(({ name }) => BEGINNINGS.has(name))
  record.picture = report.picture
  record.batchSize = report.batchSize
  record.log = countStages(report.steps)
  if ('failure' in report.result) {
    record.failure = report.result.failure
    return toProblemAnswer(record.failure, record.requestId)
  }
  const { statusCode = 200, headers, contentType, body, log } = report.result.answer
  record.log = { ...record.log, ...log }
  if (statusCode >= 400) record.failure = describeHandlerAnswer(statusCode)
  return { statusCode, headers: { ...headers, ...(contentType === '' ? {} : { 'content-type': contentType }) }, body }
}

/** Of a function that calls others alone. */
function countStages(steps: readonly Step[]): FunctionLogValues {
  const stages = steps.filter(({ name }) => name === CALL_STEP).length
  return stages === 0 ? {} : { stages }
}

/** A worker that serves many requests has them at once: a request waits until the worker takes it up. */
function joinSteps(before: readonly Step[], { steps, startedMs }: JobReport): Step[] {
  return [...before.map((step) => ({ ...step, endMs: startedMs })), ...steps]
}
