import { closeSync, openSync, readSync } from 'node:fs'
import { findOwnCgroups, type ReadText, readText } from './own-cgroup.ts'

const NS_PER_S = 1e9
const US_PER_S = 1e6

/** What the kernel did to this process so far. */
export interface KernelCounters {
  readonly majorPageFaults: number
  /** Undefined where no cgroup counts them. */
  readonly throttledPeriods: number | undefined
  readonly throttledSec: number | undefined
}

/**
 * Opens the counters of the kernel: major page faults of the process, and CPU throttling of its own cgroup
 * (of the nearest above it that can be seen).
 * Source: getrusage(2); https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files (v1: ns in `throttled_time`).
 */
export function openKernelCounters(paths = listCpuStats()): { read(): KernelCounters; close(): void } {
  const file = paths.map(tryOpen).find((descriptor) => descriptor !== undefined)
  const buffer = Buffer.alloc(1024)
  return {
    read() {
      const text = file === undefined ? '' : buffer.toString('latin1', 0, readSync(file, buffer, 0, buffer.length, 0))
      return { majorPageFaults: process.resourceUsage().majorPageFault, ...parseCpuStat(text) }
    },
    close() {
      if (file !== undefined) closeSync(file)
    },
  }
}

/** @example parseCpuStat('nr_throttled 2\nthrottled_usec 1500') // { throttledPeriods: 2, throttledSec: 0.0015 } */
export function parseCpuStat(text: string): Pick<KernelCounters, 'throttledPeriods' | 'throttledSec'> {
  const microseconds = readCounter(text, 'throttled_usec ')
  const nanoseconds = readCounter(text, 'throttled_time ')
  const throttledSec = microseconds === undefined ? nanoseconds && nanoseconds / NS_PER_S : microseconds / US_PER_S
  return { throttledPeriods: readCounter(text, 'nr_throttled '), throttledSec }
}

/** Where the kernel may count the throttling of this process, the nearest first. */
export function listCpuStats(read: ReadText = readText): string[] {
  const { v1, v2 } = findOwnCgroups(read)
  return [...v2, ...v1].map((folder) => `${folder}/cpu.stat`)
}

function readCounter(text: string, key: string): number | undefined {
  const start = text.indexOf(key)
  return start < 0 ? undefined : Number.parseInt(text.slice(start + key.length), 10)
}

function tryOpen(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch {
    return undefined // the other cgroup version, or none
  }
}
