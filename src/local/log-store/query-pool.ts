import { Worker } from 'node:worker_threads'
import type { QueryReply, QueryRequest } from './query-request.ts'
import { StoreError } from './store-error.ts'

const MAX_WAITING = 100

interface Waiting {
  readonly resolve: (body: string) => void
  readonly reject: (reason: StoreError) => void
}

/** Evaluates queries in a thread of its own, one after the other, so that a long one does not keep pushes waiting. */
export class QueryPool {
  readonly #dataFolder: string
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #lastId = 0

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder
  }

  /** @returns the body of the answer. @throws StoreError 400 for a wrong query, 429 when too many wait, 500 if the thread ends */
  run(request: QueryRequest): Promise<string> {
    if (this.#waiting.size >= MAX_WAITING) throw new StoreError(429, 'too many outstanding requests')
    this.#worker ??= this.#start()
    const id = ++this.#lastId
    this.#worker.postMessage({ id, request })
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  #start(): Worker {
    // Without its extension the file is found as source and as compiled code.
    const worker = new Worker(require.resolve('./query-worker'), { workerData: this.#dataFolder })
    worker.on('message', ({ id, reply }: { id: number; reply: QueryReply }) => this.#settle(id, reply))
    worker.on('error', (error) => this.#fail(`the query thread failed: ${error.message}`))
    worker.on('exit', () => this.#fail('the query thread ended'))
    return worker
  }

  #settle(id: number, reply: QueryReply): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if ('body' in reply) waiting?.resolve(reply.body)
    else waiting?.reject(new StoreError(reply.refused ? 400 : 500, reply.fault))
  }

  /** The next query begins a new thread. */
  #fail(reason: string): void {
    this.#worker = undefined
    for (const { reject } of this.#waiting.values()) reject(new StoreError(500, reason))
    this.#waiting.clear()
  }
}
