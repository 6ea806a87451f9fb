import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ConfigError } from '../errors.ts'

const SQLITE_BUSY = 5

/**
 * Keeps every other process out of a data folder, until the function returned is called or this process ends, however
 * it ends: SQLite's lock on a file is the system's.
 * @throws ConfigError if another has it
 */
export function lockFolder(folder: string): () => void {
  const database = new DatabaseSync(join(folder, 'lock'), { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    if ((cause as { errcode?: number }).errcode !== SQLITE_BUSY) throw cause
    throw new ConfigError(`${folder} is in use by another process; end it, or name another folder with --data`, {
      cause,
    })
  }
  return () => {
    if (database.isOpen) database.close()
  }
}
