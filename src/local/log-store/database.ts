import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ConfigError } from '../../errors.ts'
import { makeFolder } from '../make-folder.ts'

const FILE = 'logs.db'

/** `rows` is clustered by stream and time; `sequence` tells apart lines of one nanosecond. */
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS streams (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, labels TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS rows (
    stream INTEGER NOT NULL,
    time INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    line TEXT NOT NULL,
    metadata TEXT,
    PRIMARY KEY (stream, time, sequence)
  ) WITHOUT ROWID;
`

/** Opens the store's file for writing, making it if need be. @throws ConfigError naming a folder that cannot be written */
export function openForWriting(dataFolder: string): DatabaseSync {
  try {
    makeFolder(dataFolder)
    const database = new DatabaseSync(join(dataFolder, FILE))
    database.exec(SCHEMA)
    return database
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(`Cannot keep logs in ${dataFolder}: ${reason}; name another folder with --data`, { cause })
  }
}

/** Opens the store's file for reading beside the writer; every transaction sees one state. */
export function openForReading(dataFolder: string): DatabaseSync {
  return new DatabaseSync(join(dataFolder, FILE), { readOnly: true })
}
