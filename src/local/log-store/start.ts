import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { DatabaseSync } from 'node:sqlite'
import { ConfigError } from '../../errors.ts'
import { closeServer, openServer, type ServerAddress } from '../http-server.ts'
import { lockFolder } from '../lock-folder.ts'
import { CommitQueue } from './commit-queue.ts'
import { openForWriting } from './database.ts'
import { readStreams } from './database-source.ts'
import { LogWriter } from './log-writer.ts'
import { QueryPool } from './query-pool.ts'
import { answer, type Store } from './routes.ts'
import { StoreError } from './store-error.ts'

interface LogStoreOptions extends ServerAddress {
  readonly dataFolder: string
}

export interface LogStore {
  readonly port: number
  /** Finishes what was begun, then closes the file. */
  close(): Promise<void>
}

/**
 * Starts a log store that speaks Loki's HTTP API: push, metric queries, labels.
 *
 * @throws ConfigError when the port is taken, or the folder cannot be written or is another store's
 * @see https://grafana.com/docs/loki/latest/reference/loki-http-api/
 */
export async function startLogStore({ host, port, dataFolder }: LogStoreOptions): Promise<LogStore> {
  const database = openForWriting(dataFolder)
  const unlock = lockStore(dataFolder, database)
  const writer = new LogWriter(database)
  const queries = new QueryPool(dataFolder)
  const store: Store = {
    commits: new CommitQueue((streams) => writer.write(streams)),
    queries,
    streams: () => readStreams(database).map(({ labels }) => labels),
  }
  const server = createServer((request, response) => void respond(request, response, store))
  const bound = await listen(server, host, port).catch((error) => {
    database.close()
    unlock()
    throw error
  })
  return {
    port: bound,
    close: async () => {
      await closeServer(server)
      await queries.close()
      database.close()
      unlock()
    },
  }
}

function lockStore(dataFolder: string, database: DatabaseSync): () => void {
  try {
    return lockFolder(dataFolder)
  } catch (error) {
    database.close()
    throw error
  }
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  try {
    return await openServer(server, { host, port })
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const reason = code === 'EADDRINUSE' ? 'it is in use' : message
    throw new ConfigError(`Cannot listen on ${host}:${port}: ${reason}; choose another port (0 takes any free one)`, {
      cause,
    })
  }
}

async function respond(request: IncomingMessage, response: ServerResponse, store: Store): Promise<void> {
  try {
    const { status, body } = await answer(request, store)
    const type = body.startsWith('{') ? 'application/json; charset=UTF-8' : 'text/plain; charset=utf-8'
    response.writeHead(status, status === 204 ? {} : { 'content-type': type }).end(body)
  } catch (error) {
    const { status, message } = asStoreError(error)
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...closeIfUnread(request) })
    response.end(`${message.trimEnd()}\n`)
  }
}

/** A body that was not read to its end cannot be followed by another request. */
function closeIfUnread(request: IncomingMessage): Record<string, string> {
  return request.complete ? {} : { connection: 'close' }
}

const SQLITE_FULL = 13

function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const { errcode, message } = error as { errcode?: number; message: string }
  return new StoreError(errcode === SQLITE_FULL ? 507 : 500, `the log store failed: ${message}`)
}
