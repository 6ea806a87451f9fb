import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { it } from 'node:test'
import { FunctionUnderTest } from '../function-under-test.ts'

const REQUESTS = 4000
const LONG = 'x'.repeat(128)

it('a log reader that stalls stops no request; what it lost is counted, and said when it reads again', async (context) => {
  const running = await FunctionUnderTest.start({ MAX_WORKERS: '1' }, { handler: 'template/node18/function' })
  context.after(() => running.end())
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const headers = { 'x-call-id': LONG, 'content-type': LONG }
  const ask = () =>
    new Promise<number | undefined>((resolve, reject) => {
      request(`${running.url}/elsewhere`, { agent, headers }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode))
      })
        .on('error', reject)
        .end()
    })
  running.child.stdout?.pause()
  const answers = await Promise.all(Array.from({ length: REQUESTS }, ask))
  agent.destroy()
  assert.ok(answers.every((status) => status === 404))
  assert.equal((await running.send('abc')).status, 200)
  const metrics = await (await fetch(running.metricsUrl)).text()
  const dropped = Number(/vouch_log_lines_dropped_total (\d+)/.exec(metrics)?.[1])
  assert.ok(dropped > 0 && dropped < REQUESTS, `${dropped} lines were dropped`)
  running.child.stdout?.resume()
  const line = await running.waitForLine(({ event }) => event === 'log_lines_dropped')
  assert.equal(line['lines'], dropped)
  assert.equal(await running.stop(), 0)
  assert.equal(running.lines.filter(({ status_code }) => status_code === 404).length + dropped, REQUESTS + 1)
})
