import { availableParallelism } from 'node:os'
import { findOwnCgroups, type ReadText, readText } from './own-cgroup.ts'

/**
 * Counts the CPUs that this process may use: those of the machine, or fewer when its cgroup or one above it (v2
 * `cpu.max`, v1 `cpu.cfs_quota_us`) limits it. A part of a CPU counts as one.
 * Source: https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files
 */
export function countCpus(machine = availableParallelism(), read: ReadText = readText): number {
  const { v1, v2 } = findOwnCgroups(read)
  const quotas = [
    ...v2.map((folder) => readQuotaV2(read, folder)),
    ...v1.map((folder) => readQuotaV1(read, folder)),
  ].filter((quota) => quota !== undefined)
  return Math.max(1, Math.ceil(Math.min(machine, ...quotas)))
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
