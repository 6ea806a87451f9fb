import type { DatabaseSync } from 'node:sqlite'
import { streamMatcher } from '../../logql/match.ts'
import type { Entry, LogSource, LogStream } from '../../logql/source.ts'

/** Rows read at once: the memory that a query takes does not grow with its window. */
const CHUNK = 4096

/** The store's rows as the evaluator reads them. SQL finds streams and times; it never decides what a query matches. */
export function databaseSource(database: DatabaseSync): LogSource {
  return {
    *select(matchers, fromNs, toNs) {
      const matches = streamMatcher(matchers)
      for (const { id, labels } of readStreams(database)) {
        if (matches(labels)) yield { labels, entries: readEntries(database, id, inRange(fromNs), inRange(toNs)) }
      }
    },
  }
}

/** A window may begin or end beyond the times that a row can have. */
function inRange(timeNs: bigint): bigint {
  const most = 2n ** 63n - 1n
  return timeNs > most ? most : timeNs < -most ? -most : timeNs
}

/** Every stream that the store knows. */
export function readStreams(database: DatabaseSync): { id: number; labels: LogStream['labels'] }[] {
  const rows = database.prepare('SELECT id, labels FROM streams ORDER BY id').all()
  return rows.map(({ id, labels }) => ({ id: Number(id), labels: JSON.parse(String(labels)) }))
}

type Row = [time: bigint, sequence: bigint, line: string, metadata: string | null]

function* readEntries(database: DatabaseSync, stream: number, fromNs: bigint, toNs: bigint): Generator<Entry> {
  const statement = database.prepare(
    `SELECT time, sequence, line, metadata FROM rows
     WHERE stream = ? AND (time, sequence) > (?, ?) AND time <= ? ORDER BY time, sequence LIMIT ${CHUNK}`,
  )
  statement.setReadBigInts(true)
  statement.setReturnArrays(true)
  let after: readonly [bigint, bigint] = [fromNs, 2n ** 62n]
  for (;;) {
    const rows = statement.all(stream, ...after, toNs) as unknown as Row[]
    for (const [timestampNs, , line, metadata] of rows) {
      yield metadata === null ? { timestampNs, line } : { timestampNs, line, metadata: JSON.parse(metadata) }
    }
    const last = rows.at(-1)
    if (!last || rows.length < CHUNK) return
    after = [last[0], last[1]]
  }
}
