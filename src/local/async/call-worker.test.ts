import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { CallQueue } from './call-queue.ts'
import { CallWorker, type Sleep } from './call-worker.ts'

const BUSY = 429

/** A gateway that answers 429 so many times, with this Retry-After, and then 200. */
async function startBusyGateway(t: TestContext, busyAnswers: number, retryAfter?: string) {
  const seen = { calls: 0 }
  const server = createServer((_, response) => {
    seen.calls += 1
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter)
    response.writeHead(seen.calls > busyAnswers ? 200 : BUSY).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function queueOneCall(t: TestContext): CallQueue {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-test-'))
  const queue = new CallQueue(folder)
  queue.add({ service: 'echo', path: '/', headers: { 'x-call-id': '1' }, body: Buffer.from('photo') })
  t.after(() => {
    queue.close()
    rmSync(folder, { recursive: true })
  })
  return queue
}

function startWorker(
  queue: CallQueue,
  gatewayUrl: string,
  sleep?: Sleep,
  onNotice: (sentence: string) => void = assert.fail,
): CallWorker {
  return new CallWorker({ queue, gatewayUrl, sleep, isDeployed: () => true, onNotice })
}

async function untilEmpty(queue: CallQueue): Promise<void> {
  while (queue.size > 0) await delay(5)
}

const PAUSES = [
  { name: 'without Retry-After, half a second that doubles', busyAnswers: 3, pausesMs: [500, 1000, 2000] },
  { name: 'as long as Retry-After asks', busyAnswers: 2, retryAfter: '7', pausesMs: [7000, 7000] },
  { name: 'no shorter than without it', busyAnswers: 2, retryAfter: '0', pausesMs: [500, 1000] },
  { name: 'half a minute at most', busyAnswers: 1, retryAfter: '3600', pausesMs: [30_000] },
  { name: 'as without it, when it is no number', busyAnswers: 1, retryAfter: 'soon', pausesMs: [500] },
]

for (const { name, busyAnswers, retryAfter, pausesMs } of PAUSES) {
  test(`a busy function is left alone: ${name}`, async (t) => {
    const { seen, url } = await startBusyGateway(t, busyAnswers, retryAfter)
    const queue = queueOneCall(t)
    const asked: number[] = []
    const worker = startWorker(queue, url, async (durationMs) => asked.push(durationMs))
    await untilEmpty(queue)
    await worker.close(0)
    assert.deepEqual([asked, seen.calls], [pausesMs, busyAnswers + 1])
  })
}

test('a call is made six times, however often the platform is started again meanwhile', async (t) => {
  const { seen, url } = await startBusyGateway(t, Number.POSITIVE_INFINITY)
  const queue = queueOneCall(t)
  const asked: number[] = []
  const firstLife = Promise.withResolvers<void>()
  const first = startWorker(queue, url, async (durationMs) => {
    if (asked.push(durationMs) === 4) firstLife.resolve(first.close(0))
  })
  await firstLife.promise
  assert.equal(seen.calls, 4)
  const notices: string[] = []
  const sleep = async (durationMs: number) => asked.push(durationMs)
  const second = startWorker(queue, url, sleep, (sentence) => notices.push(sentence))
  await untilEmpty(queue)
  await second.close(0)
  assert.deepEqual([seen.calls, asked], [6, [500, 1000, 2000, 4000, 8000]])
  assert.deepEqual(notices, ['Asynchronous call 1 of echo was answered 429'])
})

test('a worker that is closed in a pause leaves the call queued', async (t) => {
  const { seen, url } = await startBusyGateway(t, 1, '30')
  const queue = queueOneCall(t)
  const worker = startWorker(queue, url)
  while (seen.calls === 0) await delay(5)
  await worker.close(10_000)
  assert.deepEqual([queue.size, seen.calls], [1, 1])
})
