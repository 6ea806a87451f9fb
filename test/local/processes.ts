import { readdirSync, readFileSync } from 'node:fs'

/** The processes of this machine whose environment (or command line) names `text`. */
export function processesWith(text: string, where: 'environ' | 'cmdline' = 'environ'): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.filter((pid) => read(`/proc/${pid}/${where}`).includes(text)).map(Number)
}

/** Another's process cannot be read, and one may end while we look. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
