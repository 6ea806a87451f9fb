import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { FunctionUnderTest } from './function-under-test.ts'
import { readPhoto } from './photos.ts'

const CLIENTS = 8
const REQUESTS_EACH = 12
const SIGNAL_AFTER = 24

function post(url: string, body: Buffer, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
    sending.on('error', reject).end(body)
  })
}

describe('SIGTERM', () => {
  it('loses no request of 8 clients, turns readiness off, and ends the process with 0', async () => {
    const running = await FunctionUnderTest.start()
    const agent = new Agent({ keepAlive: true })
    const photo = readPhoto('grace.jpg')
    const answers: (number | undefined)[] = []
    const readiness: number[] = []
    await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        for (let sent = 0; sent < REQUESTS_EACH; sent++) {
          answers.push(await post(running.url, photo, agent))
          if (answers.length !== SIGNAL_AFTER) continue
          running.child.kill('SIGTERM')
          await running.waitForLine(({ event }) => event === 'drain_started')
          readiness.push((await fetch(`${running.url}/readyz`)).status)
        }
      }),
    )
    agent.destroy()
    assert.equal(await running.stop(), 0)
    assert.deepEqual(answers, Array(CLIENTS * REQUESTS_EACH).fill(200))
    assert.deepEqual(readiness, [503])
    assert.equal(running.lines.filter(({ event }) => event === 'inference_request').length, CLIENTS * REQUESTS_EACH)
    assert.equal(running.lines.at(-1)?.['event'], 'drain_finished')
  })

  it('removes the lock file that readiness wrote', async () => {
    const running = await FunctionUnderTest.start()
    const lock = join(running.folder, '.lock')
    assert.ok(existsSync(lock))
    running.child.kill('SIGTERM')
    await running.waitForLine(({ event }) => event === 'drain_started')
    assert.ok(!existsSync(lock))
    assert.equal(await running.stop(), 0)
  })

  for (const event of ['listening', 'function_ready']) {
    it(`ends the process with 0 while workers still load, at ${event}`, async () => {
      const running = await FunctionUnderTest.start({ MAX_WORKERS: '4' }, { event })
      assert.equal(await running.stop(), 0)
      assert.deepEqual(running.noise, [])
    })
  }
})
