import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseQuantity } from '../quantity.ts'
import { type Cgroup, findCgroupParent } from './cpu-quota-parent.ts'

const PERIOD_US = 100_000
/** The least that the kernel takes. */
const MIN_QUOTA_US = 1000
/** A control group can be removed once the kernel has buried the last of its processes. */
const REMOVAL_PAUSE_MS = 20
const REMOVAL_ATTEMPTS = 50
/** vouch.<process id of the platform>.<instance> */
const OURS = /^vouch\.(\d+)\./

/** One replica's share of the CPU. */
export interface CpuQuota {
  /** Puts a process, and whatever it will start, under the quota. */
  readonly hold: (pid: number) => void
  /** Removes the quota; to be called when the process has ended. */
  readonly release: () => Promise<void>
}

export interface CpuQuotas {
  /** @param limit a Kubernetes quantity of CPUs, such as "500m" */
  readonly make: (instance: string, limit: string) => CpuQuota
}

interface CpuQuotaOptions {
  readonly onNotice: (sentence: string) => void
  /** Where the kernel shows its control groups. */
  readonly root?: string
  /** Says where in them this process is. */
  readonly ownFile?: string
}

/**
 * Prepares quotas by control groups, of version 2 or 1, below those that hold this process, and removes what a killed
 * platform left there.
 * Source: https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu, https://docs.kernel.org/scheduler/sched-bwc.html
 * @returns undefined, after a sentence, where no control group can be made
 */
export function openCpuQuotas(options: CpuQuotaOptions): CpuQuotas | undefined {
  const { onNotice, root = '/sys/fs/cgroup', ownFile = '/proc/self/cgroup' } = options
  const parent = findCgroupParent(root, readOwn(ownFile))
  if (parent === undefined) {
    onNotice(`Replicas run without their CPU limits: no control group for CPU time can be made below ${root}`)
    return undefined
  }
  removeLeftOvers(parent.folder)
  return {
    make: (instance, limit) => {
      const cgroup = { ...parent, folder: join(parent.folder, `vouch.${process.pid}.${instance}`) }
      return {
        hold: (pid) => {
          try {
            hold(cgroup, pid, limit)
          } catch (error) {
            onNotice(`${instance} runs without its CPU limit of ${limit}: ${(error as Error).message}`)
          }
        },
        release: async () => {
          if (!(await removeSoon(cgroup.folder)))
            onNotice(`${instance} left processes behind; ${cgroup.folder} can be removed when they have ended`)
        },
      }
    },
  }
}

function readOwn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // not Linux
  }
}

function hold({ folder, version }: Cgroup, pid: number, limit: string): void {
  const quotaUs = Math.max(MIN_QUOTA_US, Math.round(parseQuantity(limit) * PERIOD_US))
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
  mkdirSync(folder)
  if (version === 2) write('cpu.max', `${quotaUs} ${PERIOD_US}`)
  else {
    write('cpu.cfs_period_us', String(PERIOD_US))
    write('cpu.cfs_quota_us', String(quotaUs))
  }
  write('cgroup.procs', String(pid))
}

function removeLeftOvers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const owner = Number(OURS.exec(name)?.[1])
    // Between the making of a control group and its first process, another platform's is empty too.
    if (owner === process.pid || (owner > 0 && !isRunning(owner))) tryRemove(join(parent, name))
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function removeSoon(folder: string): Promise<boolean> {
  for (let attempt = 0; attempt < REMOVAL_ATTEMPTS; attempt += 1) {
    if (tryRemove(folder)) return true
    await delay(REMOVAL_PAUSE_MS)
  }
  return false
}

/** @returns whether it is gone; not while it has processes */
function tryRemove(folder: string): boolean {
  try {
    rmdirSync(folder)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}
