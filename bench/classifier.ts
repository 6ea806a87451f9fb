/** `npm run bench:classifier`: the image-classifier beside the bare loop, a bare prototype, and the gateway, interleaved in one run. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { type Cell, measureClients, measureLoops, type Target } from './cells.ts'
import { startFunction } from './compiled-function.ts'
import { median, percentile } from './figures.ts'
import { load, timeGet } from './load.ts'
import { drawPhoto } from './photo.ts'

const ROUNDS = Number(process.argv[2] ?? 5)
const CELL_MS = Number(process.argv[3] ?? 2500)
const WARM_UP_MS = 1000
const CLIENTS = [1, 8, 100] as const
const WORKERS = 2
const PROBE_CLIENTS = 64
const PROBES = 100
const BARE = 'bare loop'
const HEAD = ['', 'req/s', 'mean ms', 'p50 ms', 'p99 ms', 'p99/p50', 'CPU ms a request', 'req/s, of the bare loop']

/** @returns the process, and what it tells when it is ready */
async function start<T>(file: string, ...args: string[]): Promise<{ child: ChildProcess; told: T }> {
  const env = { ...process.env, ORT_DISABLE_TELEMETRY: '1' }
  const child = fork(join(__dirname, file), args, { execArgv: process.execArgv, env })
  const [told] = (await once(child, 'message')) as [T]
  return { child, told }
}

async function probeUnderLoad(url: string, pages: Record<string, string>, photo: Buffer): Promise<void> {
  const seen = Object.fromEntries(Object.keys(pages).map((name) => [name, [] as number[]]))
  const busy = load(url, photo, PROBE_CLIENTS, PROBES * 25)
  for (let probe = 0; probe < PROBES; probe++) {
    for (const [name, page] of Object.entries(pages)) seen[name]?.push(await timeGet(page))
  }
  await busy
  for (const [name, times] of Object.entries(seen)) {
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)].map((ms) => ms.toFixed(1))
    console.log(`${name} under ${PROBE_CLIENTS} clients: p50 ${p50} ms, p99 ${p99} ms`)
  }
}

const toText = (value: number, digits: number) => (Number.isNaN(value) ? '-' : value.toFixed(digits))

/** Ratios are taken within each round, then their median. */
function show(name: string, cells: readonly Cell[], bare: readonly Cell[]): void {
  const column = (pick: (cell: Cell, round: number) => number, digits = 1) => toText(median(cells.map(pick)), digits)
  const columns = [
    name,
    column((cell) => cell.perSecond),
    column((cell) => cell.meanMs),
    column((cell) => cell.p50Ms),
    column((cell) => cell.p99Ms),
    column((cell) => cell.p99Ms / cell.p50Ms, 2),
    column((cell) => cell.cpuMs),
    column((cell, round) => cell.perSecond / (bare[round]?.perSecond ?? Number.NaN), 2),
  ]
  console.log(`| ${columns.join(' | ')} |`)
}

async function measure(targets: Record<string, Target>, loops: readonly ChildProcess[], photo: Buffer): Promise<void> {
  const rows = new Map<string, Cell[]>([[BARE, []]])
  for (const target of Object.values(targets)) await load(target.url, photo, 8, WARM_UP_MS)
  for (let round = 0; round < ROUNDS; round++) {
    rows.get(BARE)?.push(await measureLoops(loops, CELL_MS))
    for (const clients of CLIENTS) {
      for (const [who, target] of Object.entries(targets)) {
        const name = `${who}, ${clients} ${clients === 1 ? 'client' : 'clients'}`
        rows.set(name, [...(rows.get(name) ?? []), await measureClients(target, photo, clients, CELL_MS)])
      }
    }
  }
  console.log(`| ${HEAD.join(' | ')} |\n|${'---|'.repeat(HEAD.length)}`)
  for (const [name, cells] of rows) show(name, cells, rows.get(BARE) ?? [])
}

async function main(): Promise<void> {
  console.log(`Load average before: ${loadavg()[0]?.toFixed(1)}; ${ROUNDS} rounds of ${CELL_MS} ms a cell`)
  const photo = await drawPhoto()
  const loops = await Promise.all(Array.from({ length: WORKERS }, () => start('bare-loop.ts')))
  const prototype = await start<number>('prototype.ts')
  const gateway = await start<string>('gateway.ts')
  const running = await startFunction(WORKERS)
  const targets = {
    prototype: { url: `http://127.0.0.1:${prototype.told}/`, pid: prototype.child.pid },
    runtime: { url: running.url, pid: running.child.pid },
    gateway: { url: gateway.told },
  }
  const children = loops.map(({ child }) => child)
  await measure(targets, children, photo)
  await probeUnderLoad(running.url, { health: `${running.url}/healthz`, metrics: running.metricsUrl }, photo)
  for (const child of [...children, prototype.child]) child.kill()
  gateway.child.send('stop')
  await Promise.all([running.end(), once(gateway.child, 'exit')])
}

void main()
