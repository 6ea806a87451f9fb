import { parentPort, workerData } from 'node:worker_threads'
import { QueryError } from '../../errors.ts'
import { openForReading } from './database.ts'
import { databaseSource } from './database-source.ts'
import { answerQuery } from './query-answer.ts'
import type { QueryReply, QueryRequest } from './query-request.ts'

const database = openForReading(workerData)
const source = databaseSource(database)

parentPort?.on('message', ({ id, request }: { id: number; request: QueryRequest }) => {
  parentPort?.postMessage({ id, reply: reply(request) })
})

/** One transaction a query: pushes that arrive meanwhile are not half seen. */
function reply(request: QueryRequest): QueryReply {
  database.exec('BEGIN')
  try {
    return { body: answerQuery(request, source) }
  } catch (error) {
    if (isTooDeep(error))
      return { fault: 'unsupported by the embedded log store: a query nested this deep', refused: true }
    return { fault: error instanceof Error ? error.message : String(error), refused: error instanceof QueryError }
  } finally {
    database.exec('COMMIT')
  }
}

/** Parser and evaluator recurse: what V8's stack does not hold ends in a RangeError. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && error.message === 'Maximum call stack size exceeded'
}
