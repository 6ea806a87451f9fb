import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ConfigError } from '../errors.ts'

/** Where the platform keeps its files. */
export interface DataFolder {
  readonly path: string
  /** Removes what must not outlive the platform: everything in a temporary folder, the replicas' folders in a kept one. */
  readonly clean: () => void
}

/**
 * Opens the named folder, or a fresh temporary one.
 * @throws ConfigError if it cannot be made or written to
 */
export function openDataFolder(named: string | undefined): DataFolder {
  const path = named ?? mkdtempSync(join(tmpdir(), 'vouch-'))
  const replicas = join(path, 'replicas')
  try {
    makeFolder(path)
    accessSync(path, constants.W_OK)
    rmSync(replicas, { recursive: true, force: true })
    for (const folder of ['replicas', 'store']) makeFolder(join(path, folder))
  } catch (cause) {
    throw new ConfigError(
      `Cannot write to ${path} (${(cause as NodeJS.ErrnoException).code}); name another folder with --data`,
      { cause },
    )
  }
  const doomed = named === undefined ? path : replicas
  return { path, clean: () => rmSync(doomed, { recursive: true, force: true }) }
}

/** Node's own recursive form never returns for a path under /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path, { mode: 0o700 })
}
