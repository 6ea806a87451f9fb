import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface Socket {
  readonly local: string
  readonly remote: string
}

const LOOPBACK_V4 = '0100007F:'

/** Local and remote addresses of the sockets that a process holds, as /proc writes them. */
export function listSockets(pid: number | undefined): Socket[] {
  const held = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []
      } catch {
        return [] // closed meanwhile
      }
    }),
  )
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((row) => row.trim().split(/\s+/))
      .filter((columns) => held.has(columns[9] ?? ''))
      .map(([, local = '', remote = '']) => ({ local, remote })),
  )
}

/** Those that reach, or can be reached from, beyond this machine. */
export function listOutsideSockets(pid: number | undefined): Socket[] {
  return listSockets(pid).filter(({ local }) => !local.startsWith(LOOPBACK_V4))
}

/** A process and all that it started, and they in turn. */
export function processTree(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  )
  return [pid, ...children.flatMap(processTree)]
}
