import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

const CGROUP = '/sys/fs/cgroup'

type ReadText = (path: string) => string | undefined

/**
 * Counts the CPUs that this process may use: those of the machine, or fewer when a cgroup (v2 `cpu.max`, v1
 * `cpu.cfs_quota_us`) limits it. A part of a CPU counts as one.
 * Source: https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files
 */
export function countCpus(machine = availableParallelism(), read: ReadText = readText): number {
  const quota = readQuotaV2(read) ?? readQuotaV1(read)
  return quota === undefined ? machine : Math.max(1, Math.min(machine, Math.ceil(quota)))
}

function readQuotaV2(read: ReadText): number | undefined {
  const [quota, period] = (read(`${CGROUP}/cpu.max`) ?? '').trim().split(' ').map(Number)
  return toCpus(quota, period)
}

function readQuotaV1(read: ReadText): number | undefined {
  return toCpus(Number(read(`${CGROUP}/cpu/cpu.cfs_quota_us`)), Number(read(`${CGROUP}/cpu/cpu.cfs_period_us`)))
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
