import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

const CGROUP = '/sys/fs/cgroup'

type ReadText = (path: string) => string | undefined

/**
 * Counts the CPUs that this process may use: those of the machine, or fewer when its cgroup or one above it (v2
 * `cpu.max`, v1 `cpu.cfs_quota_us`) limits it. A part of a CPU counts as one.
 * Source: https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files
 */
export function countCpus(machine = availableParallelism(), read: ReadText = readText): number {
  const own = read('/proc/self/cgroup') ?? ''
  const v2 = /^0::(\/.*)$/m.exec(own)?.[1] ?? '/'
  const v1 = /^\d+:(?:[^:]*,)?cpu(?:,[^:]*)?:(\/.*)$/m.exec(own)?.[1] ?? '/'
  const quotas = [
    ...upwards(v2).map((folder) => readQuotaV2(read, CGROUP + folder)),
    ...upwards(v1).map((folder) => readQuotaV1(read, `${CGROUP}/cpu${folder}`)),
  ].filter((quota) => quota !== undefined)
  return Math.max(1, Math.ceil(Math.min(machine, ...quotas)))
}

/** A container that has its own view of the cgroups but the machine's paths finds its quota at the top. */
function upwards(path: string): string[] {
  const parts = path.split('/').filter(Boolean)
  return [...parts.keys(), parts.length].map((length) =>
    parts
      .slice(0, length)
      .map((part) => `/${part}`)
      .join(''),
  )
}

function readQuotaV2(read: ReadText, folder: string): number | undefined {
  const [quota, period] = (read(`${folder}/cpu.max`) ?? '').trim().split(' ').map(Number)
  return toCpus(quota, period)
}

function readQuotaV1(read: ReadText, folder: string): number | undefined {
  return toCpus(Number(read(`${folder}/cpu.cfs_quota_us`)), Number(read(`${folder}/cpu.cfs_period_us`)))
}

function toCpus(quota: number | undefined, period: number | undefined): number | undefined {
  return quota && period && quota > 0 && period > 0 ? quota / period : undefined
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // the other cgroup version, or no limit at all
  }
}
