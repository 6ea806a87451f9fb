/** `npm run bench:classifier`: the image-classifier beside the bare loop with the same decoder, interleaved in one run. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FunctionUnderTest } from '../test/runtime/function-under-test.ts'
import { median, percentile } from './figures.ts'
import { load, timeGet } from './load.ts'
import { drawPhoto } from './photo.ts'

const ROUNDS = Number(process.argv[2] ?? 5)
const CELL_MS = 2500
const WARM_UP_MS = 1000
const CLIENTS = [1, 8, 100] as const
const LOOPS = 2
const PROBE_CLIENTS = 64
const PROBES = 200
const TICKS_PER_S = 100

interface Cell {
  readonly perSecond: number
  readonly cpuMs: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** CPU time of a process with all its threads, from /proc; milliseconds. */
function readCpuMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_S
}

async function startLoop(): Promise<ChildProcess> {
  const loop = fork(join(__dirname, 'bare-loop.ts'), {
    execArgv: process.execArgv,
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
  })
  await once(loop, 'message')
  return loop
}

async function measureLoops(loops: readonly ChildProcess[]): Promise<Cell> {
  const cells = await Promise.all(
    loops.map(async (loop) => {
      loop.send(CELL_MS)
      const [report] = (await once(loop, 'message')) as [{ images: number; cpuMs: number; wallMs: number }]
      return report
    }),
  )
  const images = cells.reduce((sum, cell) => sum + cell.images, 0)
  const cpuMs = cells.reduce((sum, cell) => sum + cell.cpuMs, 0) / images
  const perSecond = cells.reduce((sum, cell) => sum + (cell.images / cell.wallMs) * 1000, 0)
  return { perSecond, cpuMs, p50Ms: Number.NaN, p99Ms: Number.NaN }
}

async function measureClients(running: FunctionUnderTest, photo: Buffer, clients: number): Promise<Cell> {
  const before = readCpuMs(running.child.pid)
  const { latenciesMs, failures, wallMs } = await load(running.url, photo, clients, CELL_MS)
  if (failures > 0) throw new Error(`${failures} requests of ${clients} clients failed.`)
  return {
    perSecond: (latenciesMs.length / wallMs) * 1000,
    cpuMs: (readCpuMs(running.child.pid) - before) / latenciesMs.length,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
  }
}

async function probeUnderLoad(running: FunctionUnderTest, photo: Buffer): Promise<Record<string, number[]>> {
  const pages = { health: `${running.url}/healthz`, metrics: running.metricsUrl }
  const seen: Record<string, number[]> = { health: [], metrics: [] }
  const busy = load(running.url, photo, PROBE_CLIENTS, PROBES * 25)
  for (let probe = 0; probe < PROBES; probe++) {
    for (const [name, url] of Object.entries(pages)) seen[name]?.push(await timeGet(url))
  }
  await busy
  return seen
}

/** The bare loop has no clients, so no latency. */
function toText(value: number, digits: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(digits)
}

function show(name: string, cells: readonly Cell[], bare: readonly Cell[]): void {
  const column = (pick: (cell: Cell) => number) => toText(median(cells.map(pick)), 1)
  const ratio = median(cells.map((cell, round) => cell.cpuMs / (bare[round]?.cpuMs ?? Number.NaN)))
  const tail = median(cells.map((cell) => cell.p99Ms / cell.p50Ms))
  const columns = [
    name,
    column((c) => c.perSecond),
    column((c) => c.p50Ms),
    column((c) => c.p99Ms),
    toText(tail, 2),
    column((c) => c.cpuMs),
    toText(ratio, 2),
  ]
  console.log(`| ${columns.join(' | ')} |`)
}

async function main(): Promise<void> {
  const photo = await drawPhoto()
  const loops = await Promise.all(Array.from({ length: LOOPS }, startLoop))
  const running = await FunctionUnderTest.start()
  const rows = new Map<string, Cell[]>(
    ['bare loop', ...CLIENTS.map((clients) => `${clients}`)].map((name) => [name, []]),
  )
  await load(running.url, photo, 8, WARM_UP_MS)
  for (let round = 0; round < ROUNDS; round++) {
    rows.get('bare loop')?.push(await measureLoops(loops))
    for (const clients of CLIENTS) rows.get(`${clients}`)?.push(await measureClients(running, photo, clients))
  }
  console.log(
    '| clients | req/s | p50 ms | p99 ms | p99/p50 | CPU ms a request | x the bare loop |\n| --- | --- | --- | --- | --- | --- | --- |',
  )
  for (const [name, cells] of rows) show(name, cells, rows.get('bare loop') ?? [])
  for (const [name, times] of Object.entries(await probeUnderLoad(running, photo))) {
    console.log(
      `${name} under ${PROBE_CLIENTS} clients: p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms`,
    )
  }
  for (const loop of loops) loop.kill()
  await running.stop()
}

void main()
