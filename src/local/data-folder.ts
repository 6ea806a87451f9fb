import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from '../errors.ts'
import { lockFolder } from './lock-folder.ts'
import { makeFolder } from './make-folder.ts'

/** Where the platform keeps its files. */
interface DataFolder {
  readonly path: string
  /** Removes what must not outlive the platform: everything in a temporary folder, the replicas' folders in a kept one. */
  readonly clean: () => void
}

/**
 * Opens the named folder, or a fresh temporary one, for this platform alone.
 * @throws ConfigError if it cannot be made or written to, or another platform has it
 */
export function openDataFolder(named: string | undefined): DataFolder {
  const path = named ?? mkdtempSync(join(tmpdir(), 'vouch-'))
  const replicas = join(path, 'replicas')
  const unlock = prepare(path, replicas)
  const doomed = named === undefined ? path : replicas
  return {
    path,
    clean: () => {
      unlock()
      // What has just been killed may still be writing.
      rmSync(doomed, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function prepare(path: string, replicas: string): () => void {
  try {
    makeFolder(path)
    accessSync(path, constants.W_OK)
    makeFolder(join(path, 'store'))
    const unlock = lockFolder(path)
    rmSync(replicas, { recursive: true, force: true })
    makeFolder(replicas)
    return unlock
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause
    throw new ConfigError(
      `Cannot write to ${path} (${(cause as NodeJS.ErrnoException).code}); name another folder with --data`,
      { cause },
    )
  }
}
