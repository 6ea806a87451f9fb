import { readFileSync } from 'node:fs'

const CGROUP = '/sys/fs/cgroup'

/** Reads a small file; undefined when there is none. */
export type ReadText = (path: string) => string | undefined

/** Folders of the control groups that hold this process's CPU time, of both cgroup versions, its own first. */
export interface CgroupFolders {
  readonly v1: readonly string[]
  readonly v2: readonly string[]
}

/**
 * Finds the folders of this process's control group and of all above it, whether they are there or not: a container
 * that has its own view of the cgroups but the machine's paths finds its group at the top.
 * Source: cgroups(7), /proc/[pid]/cgroup
 */
export function findOwnCgroups(read: ReadText = readText): CgroupFolders {
  const own = read('/proc/self/cgroup') ?? ''
  const v1 = /^\d+:(?:[^:]*,)?cpu(?:,[^:]*)?:(\/.*)$/m.exec(own)?.[1] ?? '/'
  const v2 = /^0::(\/.*)$/m.exec(own)?.[1] ?? '/'
  return { v1: listUpwards(`${CGROUP}/cpu`, v1), v2: listUpwards(CGROUP, v2) }
}

export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // the other cgroup version, or no limit at all
  }
}

function listUpwards(top: string, path: string): string[] {
  const parts = path.split('/').filter(Boolean)
  return [...parts.keys(), parts.length].map((length) => [top, ...parts.slice(0, length)].join('/')).reverse()
}
