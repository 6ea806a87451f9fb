import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { CallQueue } from './call-queue.ts'
import { CallWorker } from './call-worker.ts'

/** A gateway that answers 429, asking for as long a pause as it is told, and then 200. */
async function startBusyGateway(t: TestContext, retryAfter: string) {
  const times: number[] = []
  const server = createServer((_, response) => {
    times.push(performance.now())
    response.writeHead(times.length === 1 ? 429 : 200, times.length === 1 ? { 'retry-after': retryAfter } : {}).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return { times, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function startWorker(t: TestContext, gatewayUrl: string) {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-test-'))
  const queue = new CallQueue(folder)
  queue.add({ service: 'echo', path: '/', headers: { 'x-call-id': '1' }, body: Buffer.from('photo') })
  const worker = new CallWorker({ queue, gatewayUrl, isDeployed: () => true, onNotice: assert.fail, firstPauseMs: 1 })
  t.after(async () => {
    await worker.close(0)
    queue.close()
    rmSync(folder, { recursive: true })
  })
  return { queue, worker }
}

test('a busy function is left alone for as long as its Retry-After asks', async (t) => {
  const { times, url } = await startBusyGateway(t, '1')
  const { queue } = startWorker(t, url)
  while (queue.size > 0) await new Promise((resolve) => setTimeout(resolve, 10))
  const [first = 0, second = 0] = times
  // The pause is the timer's, which may end up to a millisecond early; without Retry-After it is 1 ms.
  assert.ok(second - first >= 999, `${second - first} ms`)
  assert.equal(times.length, 2)
})

test('a worker that is closed in a pause leaves the call queued', async (t) => {
  const { times, url } = await startBusyGateway(t, '30')
  const { queue, worker } = startWorker(t, url)
  while (times.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  await worker.close(10_000)
  assert.deepEqual([queue.size, times.length], [1, 1])
})
