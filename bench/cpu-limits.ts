/** What `npm start -- --cpu-limits` does: replicas of the image-classifier under different limits, interleaved. Linux; after `npm run build`. */
import { globSync, readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findCommand } from '../src/local/find-command.ts'
import { findRoot } from '../src/local/find-root.ts'
import { type Platform, startPlatform } from '../src/local/platform.ts'
import { type Cell, measureClients, type Target } from './cells.ts'
import { median } from './figures.ts'
import { load } from './load.ts'
import { drawPhoto } from './photo.ts'

const ROUNDS = Number(process.argv[2] ?? 7)
const CELL_MS = Number(process.argv[3] ?? 4000)
const WARM_UP_MS = 1000
const CLIENTS = 8
const LIMITS = ['500m', '1000m', '2000m'] as const

interface Held extends Target {
  /** Its control group. */
  readonly group: string
}

async function deploy({ gatewayUrl }: Platform, limit: string): Promise<Held> {
  const service = `classifier-${limit}`
  const body = JSON.stringify({ service, image: 'example/classifier', limits: { cpu: limit } })
  const deployed = await fetch(`${gatewayUrl}/system/functions`, { method: 'POST', body })
  if (!deployed.ok) throw new Error(await deployed.text())
  while (!(await isReady(`${gatewayUrl}/system/function/${service}`))) await delay(100)
  const group = findGroup(service)
  const pid = Number.parseInt(readFileSync(join(group, 'cgroup.procs'), 'utf8'), 10)
  return { url: `${gatewayUrl}/function/${service}`, pid, group }
}

async function isReady(url: string): Promise<boolean> {
  const { availableReplicas } = (await (await fetch(url)).json()) as { availableReplicas: number }
  return availableReplicas === 1
}

/** @throws Error where the platform could make none */
function findGroup(service: string): string {
  const [group] = globSync(`/sys/fs/cgroup/{,cpu/}**/vouch.${process.pid}.${service}*`)
  if (group === undefined) throw new Error(`No control group holds ${service}`)
  return group
}

/** The share of its periods of 100 ms in which the kernel stopped a group, because its quota was spent. */
function readThrottled(group: string): number {
  const text = readFileSync(join(group, 'cpu.stat'), 'utf8')
  const [, periods, throttled] = /nr_periods (\d+)\nnr_throttled (\d+)/.exec(text) ?? []
  return Number(throttled) / Number(periods)
}

/** Ratios are taken within each round, then their median. */
function show(cells: Readonly<Record<string, readonly Cell[]>>, held: Readonly<Record<string, Held>>): void {
  console.log('| limits.cpu | req/s | p50 ms | CPUs used | stopped in | req/s, of 2000m |\n|---|---|---|---|---|---|')
  for (const [limit, own] of Object.entries(cells)) {
    const column = (pick: (cell: Cell, round: number) => number, digits: number) =>
      median(own.map(pick)).toFixed(digits)
    const columns = [
      column((cell) => cell.perSecond, 1),
      column((cell) => cell.p50Ms, 0),
      column((cell) => (cell.cpuMs * cell.perSecond) / 1000, 2),
      `${(100 * readThrottled(held[limit]?.group ?? '')).toFixed(0)} % of periods`,
      column((cell, round) => cell.perSecond / (cells['2000m']?.[round]?.perSecond ?? Number.NaN), 2),
    ]
    console.log(`| ${limit} | ${columns.join(' | ')} |`)
  }
}

async function measure(platform: Platform): Promise<void> {
  const photo = await drawPhoto()
  const targets: Record<string, Held> = {}
  for (const limit of LIMITS) targets[limit] = await deploy(platform, limit)
  for (const { url } of Object.values(targets)) await load(url, photo, CLIENTS, WARM_UP_MS)
  const cells: Record<string, Cell[]> = Object.fromEntries(LIMITS.map((limit) => [limit, []]))
  for (let round = 0; round < ROUNDS; round++)
    for (const [limit, target] of Object.entries(targets))
      cells[limit]?.push(await measureClients(target, photo, CLIENTS, CELL_MS))
  show(cells, targets)
}

async function main(): Promise<void> {
  console.log(`Load average before: ${loadavg()[0]?.toFixed(1)}; ${ROUNDS} rounds of ${CELL_MS} ms a cell`)
  const root = findRoot(__dirname)
  const platform = await startPlatform({
    root,
    host: '127.0.0.1',
    port: 0,
    lokiPort: 0,
    environment: process.env,
    version: '0.0.0',
    onNotice: console.error,
    cpuLimits: true,
    findCommand: () => findCommand(root, 'image-classifier'),
  })
  try {
    await measure(platform)
  } finally {
    await platform.stop()
  }
}

void main()
