import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { OfficialFunction } from './handlers.ts'

describe('an official-style handler that holds up its thread', () => {
  const BLOCKING = `
    const { existsSync } = require('node:fs')
    const pause = new Int32Array(new SharedArrayBuffer(4))
    module.exports = async ({ body }) => { while (body && !existsSync(body)) Atomics.wait(pause, 0, 0, 5); return 'done' }`

  it('lets up to MAX_QUEUE requests wait and answers 429 to the next; the wait is queue_ms', async () => {
    const mine = await OfficialFunction.start({ 'handler.js': BLOCKING }, { MAX_QUEUE: '2' })
    const gate = join(mine.running.folder, 'gate')
    const until = async (line: string) => {
      while (!(await (await fetch(mine.running.metricsUrl)).text()).includes(`${line}\n`));
    }
    const send = (id: string, body: string) => mine.fetch('/', { method: 'POST', body, headers: { 'x-call-id': id } })
    const first = send('first', gate)
    await until('vouch_inflight 1')
    await until('vouch_queue_length 0')
    const waiting = [send('second', ''), send('third', '')]
    await until('vouch_queue_length 2')
    assert.equal((await send('fourth', '')).status, 429)
    writeFileSync(gate, '')
    const answers = await Promise.all([first, ...waiting])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    )
    const find = (id: string) => mine.running.waitForLine(({ request_id }) => request_id === id)
    const [held, waited] = await Promise.all([find('first'), find('second')])
    assert.ok(Number(waited['queue_ms']) > Number(held['queue_ms']))
    assert.equal(await mine.stop(), 0)
  })

  it('is replaced when it does not come back: its requests are 504 or 500, what comes next is answered', async () => {
    const mine = await OfficialFunction.start({ 'handler.js': BLOCKING }, { EXEC_TIMEOUT: '500ms' })
    const answer = await mine.fetch('/', { method: 'POST', body: '/nowhere/gate' })
    assert.equal(answer.status, 504)
    await mine.running.waitForLine(({ event }) => event === 'worker_replaced')
    assert.equal((await mine.fetch('/', { method: 'POST', body: '' })).status, 200)
    assert.equal(await mine.stop(), 0)
  })
})
