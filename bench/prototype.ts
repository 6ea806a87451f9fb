/** The least that serves the model: node:http, two worker threads that decode by sharp and infer. No limits, no telemetry. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { loadClassifier } from './classify.ts'

const WORKERS = 2

interface Job {
  readonly body: Buffer
  readonly answer: (text: string) => void
}

async function serveJobs(): Promise<void> {
  const classify = await loadClassifier()
  parentPort?.on('message', async (body: Uint8Array) => {
    const values = await classify(Buffer.from(body.buffer))
    parentPort?.postMessage(`{"class":${values.indexOf(Math.max(...values))}}`)
  })
  parentPort?.postMessage('ready')
}

/** One queue for all workers, as the runtime has. */
async function listen(): Promise<void> {
  const [waiting, running] = [[] as Job[], new Map<Worker, Job>()]
  const free: Worker[] = []
  const assign = () => {
    while (free.length > 0 && waiting.length > 0) {
      const [worker, job] = [free.pop() as Worker, waiting.shift() as Job]
      running.set(worker, job)
      worker.postMessage(new Uint8Array(job.body))
    }
  }
  for (let started = 0; started < WORKERS; started++) {
    const worker = new Worker(__filename)
    worker.on('message', (text: string) => {
      running.get(worker)?.answer(text)
      free.push(worker)
      if (!running.delete(worker) && free.length === WORKERS) process.send?.((server.address() as AddressInfo).port)
      assign()
    })
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const answer = (text: string) => response.writeHead(200, { 'content-type': 'application/json' }).end(text)
      waiting.push({ body: Buffer.concat(chunks), answer })
      assign()
    })
  }).listen(0, '127.0.0.1')
}

void (isMainThread ? listen() : serveJobs())
