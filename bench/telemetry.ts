/** What telling of one request costs: ids, steps with kernel counters, metrics, one log line, and spans. */
import { fork } from 'node:child_process'
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
import { median } from './figures.ts'

const ROUNDS = 5
const REQUESTS = 2400
const BATCH = 60
const INCOMING = { method: 'POST', headers: { 'content-type': 'image/jpeg' } } as IncomingMessage

type Variant = { readonly name: string; readonly sampled: boolean; readonly endpoint: boolean }

const VARIANTS: readonly Variant[] = [
  { name: 'log and metrics, no exporter', sampled: false, endpoint: false },
  { name: 'the same, OTLP, 0.1 traces a second', sampled: false, endpoint: true },
  { name: 'the same, every trace exported', sampled: true, endpoint: true },
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
  return { tracing, tell }
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

async function measureVariant(variant: Variant): Promise<void> {
  const sink = fork(`${__dirname}/sink.ts`, { execArgv: process.execArgv })
  const [port] = (await once(sink, 'message')) as [number]
  const { tracing, tell } = prepare(variant, port)
  await tracing.start()
  await measure(tell)
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(tell))
  await tracing.shutdown()
  sink.kill()
  console.log(`| ${variant.name} | ${median(rounds).toFixed(0)} |`)
  process.exit(0)
}

/** One process for each variant: the SDK registers itself once in a process. */
async function main(): Promise<void> {
  const chosen = VARIANTS[Number(process.argv[2])]
  if (chosen !== undefined) return await measureVariant(chosen)
  console.log('| variant | CPU us a request |\n| --- | --- |')
  for (const index of VARIANTS.keys())
    await once(fork(__filename, [`${index}`], { execArgv: process.execArgv }), 'exit')
}

void main()
