import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { ConfigError } from '../../errors.ts'
import { makeFolder } from '../make-folder.ts'

const FILE = 'calls.db'
const LIMITS: QueueLimits = { calls: 10_000, bytes: 256 * 2 ** 20 }

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    service TEXT NOT NULL,
    path TEXT NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX IF NOT EXISTS calls_by_service ON calls (service, id);
`

export interface QueueLimits {
  readonly calls: number
  /** Of all bodies together. */
  readonly bytes: number
}

/** A call that waits for its function. */
export interface AsyncCall {
  readonly service: string
  /** With the query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Buffer
}

export interface QueuedCall extends AsyncCall {
  readonly id: number
  /** Made so far, and answered that the function is busy. */
  readonly attempts: number
}

/** Calls in the order of their coming, in a file: what `add` has taken outlives this process and this machine's power. */
export class CallQueue {
  readonly #database: DatabaseSync
  readonly #limits: QueueLimits
  readonly #insert: StatementSync
  readonly #oldest: StatementSync
  readonly #update: StatementSync
  readonly #delete: StatementSync
  #calls: number
  #bytes: number

  /** @throws ConfigError if the folder cannot be written */
  constructor(folder: string, limits: QueueLimits = LIMITS) {
    this.#limits = limits
    this.#database = open(folder)
    this.#insert = this.#database.prepare('INSERT INTO calls (service, path, headers, body) VALUES (?, ?, ?, ?)')
    this.#oldest = this.#database.prepare('SELECT * FROM calls WHERE service = ? ORDER BY id LIMIT 1')
    this.#update = this.#database.prepare('UPDATE calls SET attempts = ? WHERE id = ?')
    this.#delete = this.#database.prepare('DELETE FROM calls WHERE id = ?')
    const row = this.#database.prepare('SELECT count(*) AS n, total(length(body)) AS bytes FROM calls').get()
    this.#calls = Number(row?.['n'])
    this.#bytes = Number(row?.['bytes'])
  }

  get size(): number {
    return this.#calls
  }

  /** Returns when the call is on disk. @returns false if the queue is full */
  add({ service, path, headers, body }: AsyncCall): boolean {
    if (this.#calls >= this.#limits.calls || this.#bytes + body.length > this.#limits.bytes) return false
    this.#insert.run(service, path, JSON.stringify(headers), body)
    this.#calls += 1
    this.#bytes += body.length
    return true
  }

  /** The functions that calls wait for. */
  services(): string[] {
    return this.#database
      .prepare('SELECT DISTINCT service FROM calls')
      .all()
      .map(({ service }) => String(service))
  }

  /** The call of a function that has waited longest; it stays until it is removed. */
  oldest(service: string): QueuedCall | undefined {
    const row = this.#oldest.get(service)
    if (row === undefined) return undefined
    const body = Buffer.from(row['body'] as Uint8Array)
    return {
      id: Number(row['id']),
      service,
      path: String(row['path']),
      headers: JSON.parse(String(row['headers'])),
      body,
      attempts: Number(row['attempts']),
    }
  }

  /** Keeps how often a call was made, for a platform that is started again. */
  keepAttempts({ id }: QueuedCall, attempts: number): void {
    this.#update.run(attempts, id)
  }

  remove({ id, body }: QueuedCall): void {
    this.#delete.run(id)
    this.#calls -= 1
    this.#bytes -= body.length
  }

  close(): void {
    this.#database.close()
  }
}

function open(folder: string): DatabaseSync {
  try {
    makeFolder(folder)
    const database = new DatabaseSync(join(folder, FILE))
    database.exec(SCHEMA)
    return database
  } catch (cause) {
    const reason = (cause as Error).message
    throw new ConfigError(`Cannot keep calls in ${folder}: ${reason}; name another folder with --data`, { cause })
  }
}
