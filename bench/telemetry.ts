/** What telling of one request costs: ids, steps with kernel counters, metrics, one log line, and spans. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { readConfig } from '#runtime/config'
import { STEPS } from '#runtime/conventions'
import { openKernelCounters } from '#runtime/kernel'
import { openLog } from '#runtime/log'
import { createMetrics } from '#runtime/metrics'
import { beginRecord } from '#runtime/request-record'
import { reportRequest } from '#runtime/request-telemetry'
import { createSampler } from '#runtime/sampling'
import { readClockMs, StepRecorder } from '#runtime/steps'
import { beginSubject, toLogValues } from '#runtime/subject'
import { createTracing } from '#runtime/tracing'
import { median, percentile } from './figures.ts'

const ROUNDS = 9
const REQUESTS = 1800
const BATCH = 60
const INCOMING = { method: 'POST', headers: { 'content-type': 'image/jpeg' } } as IncomingMessage

interface Variant {
  readonly name: string
  /** Log and metrics are told, and the kernel's counters read. */
  readonly told: boolean
  readonly sampled: boolean
  readonly endpoint: boolean
}

interface Measured {
  readonly name: string
  readonly child: ChildProcess
  readonly rounds: number[]
}

const VARIANTS: readonly Variant[] = [
  { name: 'off: six steps awaited, nothing timed or told', told: false, sampled: false, endpoint: false },
  { name: 'log and metrics, no exporter', told: true, sampled: false, endpoint: false },
  { name: 'the same, OTLP, 0.1 traces a second', told: true, sampled: false, endpoint: true },
  { name: 'the same, every trace exported', told: true, sampled: true, endpoint: true },
]

function prepare(variant: Variant, port: number) {
  const address = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` }
  Object.assign(process.env, address)
  const config = readConfig(variant.endpoint ? address : {}, { cpus: 2, handlerName: 'bench' })
  const subject = beginSubject(config)
  const log = openLog(
    'info',
    () => toLogValues(subject),
    pino.destination({ fd: openSync('/dev/null', 'w'), sync: true }),
  )
  const metrics = createMetrics(subject, { queued: () => 0, inflight: () => 0 })
  const tracing = createTracing(config.traces, () => console.error('spans were lost'))
  const sampler = createSampler(variant.sampled ? 1 : undefined, readClockMs)
  const kernel = openKernelCounters()
  const beOff = async () => {
    for (const _ of STEPS) await undefined
  }
  const tell = async () => {
    const record = beginRecord(INCOMING, sampler)
    const recorder = new StepRecorder(() => kernel.read())
    for (const name of STEPS) await recorder.measureAsync(name, async () => undefined)
    Object.assign(record, {
      steps: recorder.steps,
      inferred: true,
      statusCode: 200,
      latencyMs: readClockMs() - record.startMs,
    })
    reportRequest(record, { log, metrics, tracing }, subject)
  }
  return { tracing, tell: variant.told ? tell : beOff }
}

/** @returns microseconds of CPU a request */
async function measure(tell: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  for (let batch = 0; batch < REQUESTS / BATCH; batch++) {
    for (let sent = 0; sent < BATCH; sent++) await tell()
    await sleep(25) // lets the exporter send
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / REQUESTS
}

/** A process for one variant, for the SDK registers itself once in a process: each message asks for a round. */
async function serveRounds(variant: Variant, port: number): Promise<void> {
  const { tracing, tell } = prepare(variant, port)
  await tracing.start()
  await measure(tell)
  process.on('message', async () => process.send?.(await measure(tell)))
  process.send?.('warm')
}

const startProcess = (file: string, args: readonly string[] = []) => fork(file, args, { execArgv: process.execArgv })

async function main(): Promise<void> {
  const [index, port] = process.argv.slice(2).map(Number)
  const chosen = VARIANTS[index ?? -1]
  if (chosen !== undefined) return await serveRounds(chosen, port ?? 0)
  const sink = startProcess(`${__dirname}/sink.ts`)
  const [sinkPort] = (await once(sink, 'message')) as [number]
  const measured: Measured[] = []
  for (const [at, { name }] of VARIANTS.entries()) {
    const child = startProcess(__filename, [`${at}`, `${sinkPort}`])
    await once(child, 'message')
    measured.push({ name, child, rounds: [] })
  }
  for (let round = 0; round < ROUNDS; round++) for (const each of measured) await measureRound(each)
  for (const { child } of [...measured, { child: sink }]) child.kill()
  printTable(measured)
}

async function measureRound({ child, rounds }: Measured): Promise<void> {
  child.send('round')
  const [us] = (await once(child, 'message')) as [number]
  rounds.push(us)
}

/** What a variant adds to the first, in the same round. */
function printTable(measured: readonly Measured[]): void {
  console.log('| variant | CPU us a request | spread | above off | spread |\n| --- | --- | --- | --- | --- |')
  for (const { name, rounds } of measured) {
    const above = rounds.map((us, round) => us - (measured[0]?.rounds[round] ?? Number.NaN))
    console.log(`| ${name} | ${describe(rounds)} | ${describe(above)} |`)
  }
}

function describe(values: readonly number[]): string {
  const [low, high] = [percentile(values, 0), percentile(values, 1)]
  return `${median(values).toFixed(0)} | ${low.toFixed(0)} to ${high.toFixed(0)}`
}

void main()
