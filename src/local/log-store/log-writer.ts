import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { labelsKey } from '../../logql/labels.ts'
import type { Entry } from '../../logql/source.ts'
import type { PushedStream } from './push-request.ts'

interface KnownStream {
  readonly id: number
  /** Time of the newest row: what is later cannot be in the store already. */
  newestNs: bigint
}

interface Row {
  readonly line: string
  readonly metadata: string | null
}

/** Writes entries into the store; what equals a stored entry in stream, time, line and metadata is left out. */
export class LogWriter {
  readonly #database: DatabaseSync
  readonly #streams = new Map<string, KnownStream>()
  readonly #insert: StatementSync
  readonly #sameTime: StatementSync

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#insert = database.prepare('INSERT INTO rows VALUES (?, ?, ?, ?, ?)')
    this.#sameTime = database.prepare('SELECT line, metadata FROM rows WHERE stream = ? AND time = ?')
  }

  /** Stores all or nothing; when it returns, the entries survive the end of the process and of the machine. */
  write(streams: readonly PushedStream[]): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      for (const { labels, entries } of streams) {
        if (entries.length === 0) continue
        const stream = this.#stream(labels)
        for (const entry of entries) this.#add(stream, entry)
      }
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#streams.clear()
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  #add(stream: KnownStream, { timestampNs, line, metadata }: Entry): void {
    const fields = metadata ? JSON.stringify(metadata, Object.keys(metadata).sort()) : null
    if (timestampNs > stream.newestNs) {
      this.#insert.run(stream.id, timestampNs, 0, line, fields)
      stream.newestNs = timestampNs
      return
    }
    const rows = this.#sameTime.all(stream.id, timestampNs) as unknown as Row[]
    const stored = line.toWellFormed()
    if (rows.some((row) => row.line === stored && row.metadata === (fields?.toWellFormed() ?? null))) return
    this.#insert.run(stream.id, timestampNs, rows.length, line, fields)
  }

  #stream(labels: PushedStream['labels']): KnownStream {
    const key = labelsKey(labels)
    const known = this.#streams.get(key)
    if (known) return known
    const stream = this.#load(key, labels)
    this.#streams.set(key, stream)
    return stream
  }

  #load(key: string, labels: PushedStream['labels']): KnownStream {
    this.#database.prepare('INSERT OR IGNORE INTO streams (key, labels) VALUES (?, ?)').run(key, JSON.stringify(labels))
    const { id } = this.#database.prepare('SELECT id FROM streams WHERE key = ?').get(key) as { id: number }
    const newest = this.#database.prepare('SELECT max(time) AS time FROM rows WHERE stream = ?')
    newest.setReadBigInts(true)
    const { time } = newest.get(id) as { time: bigint | null }
    return { id, newestNs: time ?? -(2n ** 63n) }
  }
}
