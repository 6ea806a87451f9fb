import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { percentile } from './figures.ts'
import { load } from './load.ts'
import { readCpuMs } from './process-figures.ts'

/** One measurement of one variant; NaN where there is nothing to measure. */
export interface Cell {
  readonly perSecond: number
  readonly cpuMs: number
  readonly meanMs: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Two processes or more that loop at once; they have no clients, so no latency. */
export async function measureLoops(loops: readonly ChildProcess[], durationMs: number): Promise<Cell> {
  const reports = await Promise.all(
    loops.map(async (loop) => {
      loop.send(durationMs)
      const [report] = (await once(loop, 'message')) as [{ images: number; cpuMs: number; wallMs: number }]
      return report
    }),
  )
  const images = reports.reduce((sum, report) => sum + report.images, 0)
  const cpuMs = reports.reduce((sum, report) => sum + report.cpuMs, 0) / images
  const perSecond = reports.reduce((sum, report) => sum + (report.images / report.wallMs) * 1000, 0)
  return { perSecond, cpuMs, meanMs: Number.NaN, p50Ms: Number.NaN, p99Ms: Number.NaN }
}

export interface Target {
  readonly url: string
  /** The one process that serves it, if it is one. */
  readonly pid?: number | undefined
}

/** @throws Error when a request fails: its latency would say nothing */
export async function measureClients(
  { url, pid }: Target,
  photo: Buffer,
  clients: number,
  durationMs: number,
): Promise<Cell> {
  const readCpu = () => (pid === undefined ? Number.NaN : readCpuMs(pid))
  const before = readCpu()
  const { latenciesMs, failures, wallMs } = await load(url, photo, clients, durationMs)
  if (failures > 0) throw new Error(`${failures} requests of ${clients} clients failed.`)
  return {
    perSecond: (latenciesMs.length / wallMs) * 1000,
    cpuMs: (readCpu() - before) / latenciesMs.length,
    meanMs: latenciesMs.reduce((sum, latencyMs) => sum + latencyMs, 0) / latenciesMs.length,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
  }
}
