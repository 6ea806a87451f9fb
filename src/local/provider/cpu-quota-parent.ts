import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Cgroup {
  readonly folder: string
  readonly version: 1 | 2
}

/**
 * Finds the control group in which this process can make others that hold CPU time.
 * Source: cgroups(7); https://docs.kernel.org/admin-guide/cgroup-v2.html#no-internal-process-constraint
 * @param root where the kernel shows its control groups
 * @param own what the kernel says in /proc/self/cgroup
 */
export function findCgroupParent(root: string, own: string): Cgroup | undefined {
  const v1 = /^\d+:(?:[^:]*,)?cpu(?:,[^:]*)?:(\/.*)$/m.exec(own)?.[1] ?? '/'
  const v2 = /^0::(\/.*)$/m.exec(own)?.[1] ?? '/'
  const candidates: Cgroup[] = [
    { folder: join(root, v2), version: 2 },
    // Below a group of version 2 that has processes, as our own does, none can hold CPU time; beside it they can.
    { folder: join(root, dirname(v2)), version: 2 },
    { folder: join(root, 'cpu', v1), version: 1 },
    // A container may be told the machine's path and see its own group at the top.
    { folder: join(root, 'cpu'), version: 1 },
  ]
  return candidates.find(canHoldMore)
}

function canHoldMore({ folder, version }: Cgroup): boolean {
  try {
    accessSync(folder, constants.W_OK)
    if (version === 1) return existsSync(join(folder, 'cpu.cfs_quota_us'))
    enableCpu(join(folder, 'cgroup.subtree_control'))
    return true
  } catch {
    return false // the other version, or not ours to write: the caller says so if there is no other
  }
}

function enableCpu(control: string): void {
  if (!readFileSync(control, 'utf8').split(/\s+/).includes('cpu')) writeFileSync(control, '+cpu')
}
