import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { FunctionUnderTest } from './function-under-test.ts'
import { writeTinyModels } from './tiny-models.ts'

/** A handler that is busy until a file exists, so that the test decides when it ends. */
const GATED_HANDLER = `
const { existsSync } = require('node:fs')
const { setTimeout: sleep } = require('node:timers/promises')
exports.default = async ({ body }, { answerJson }) => {
  if (body.toString() === 'throw') throw new TypeError('secret /home/user')
  if (body.toString() === 'exit') process.exit(3)
  while (!existsSync(body.toString())) await sleep(5)
  return answerJson({ done: true })
}`

describe('a function with one worker and one place in its queue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-gated-'))
  const gate = join(folder, 'gate')
  let running: FunctionUnderTest
  before(async () => {
    writeFileSync(join(folder, 'handler.js'), GATED_HANDLER)
    writeTinyModels(folder) // with a model, a worker takes one request at a time
    running = await FunctionUnderTest.start(
      { MAX_WORKERS: '1', MAX_QUEUE: '1', EXEC_TIMEOUT: '1s' },
      { handler: folder },
    )
  })
  after(async () => {
    await running.stop()
    rmSync(folder, { recursive: true })
  })

  const untilMetric = async (line: string) => {
    while (!(await (await fetch(running.metricsUrl)).text()).includes(`${line}\n`));
  }
  const untilBusy = (inflight: number) => untilMetric(`vouch_inflight ${inflight}`)

  it('answers 429 with Retry-After when the queue is full, and runs what it had accepted', async () => {
    const accepted = [running.send(gate), running.send(gate)]
    await untilBusy(2)
    const refused = await running.send(gate)
    assert.equal(refused.status, 429)
    assert.equal(refused.headers.get('retry-after'), '1')
    writeFileSync(gate, '')
    assert.deepEqual(
      (await Promise.all(accepted)).map(({ status }) => status),
      [200, 200],
    )
    rmSync(gate)
  })

  it('answers 429 before the body has arrived', async () => {
    const accepted = [running.send(gate), running.send(gate)]
    await untilBusy(2)
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n')
    const head = await new Promise<Buffer>((resolve) => socket.once('data', resolve))
    socket.destroy()
    assert.match(head.toString(), /^HTTP\/1\.1 429 /)
    writeFileSync(gate, '')
    await Promise.all(accepted)
    rmSync(gate)
  })

  it('answers 504 at the deadline, to what runs and to what waits', async () => {
    const answers = await Promise.all([running.send(gate), running.send(gate)])
    for (const answer of answers) {
      assert.equal(answer.status, 504)
      const { detail } = (await answer.json()) as { detail: string }
      assert.equal(detail, 'No answer was ready within 1000 ms.')
    }
    await untilMetric('vouch_workers{state="ready"} 1')
    writeFileSync(gate, '')
    assert.equal((await running.send(gate)).status, 200)
    rmSync(gate)
  })

  it('answers 408 to a body that does not arrive in time', async () => {
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nabc')
    const head = await new Promise<Buffer>((resolve) => socket.once('data', resolve))
    socket.destroy()
    assert.match(head.toString(), /^HTTP\/1\.1 408 /)
  })

  it('answers 500 when the handler throws, and keeps its words to itself', async () => {
    const answer = await running.send('throw', { headers: { 'x-call-id': 'thrown' } })
    const text = await answer.text()
    assert.equal(answer.status, 500)
    assert.match(text, /"detail":"The function failed\."/)
    const line = await running.waitForLine(({ request_id }) => request_id === 'thrown')
    assert.equal(line['level'], 'ERROR')
    assert.match(String(line['location']), /^handler\.js:\d+$/)
    assert.doesNotMatch(text + JSON.stringify(running.lines), /secret|\/home/)
  })

  it('answers 500 when its last worker ends, and what comes next by another worker', async () => {
    assert.equal((await running.send('exit')).status, 500)
    await untilMetric('vouch_workers{state="ready"} 1')
    writeFileSync(gate, '')
    assert.equal((await running.send(gate)).status, 200)
    rmSync(gate)
    assert.ok(running.lines.some(({ event }) => event === 'worker_failed'))
    assert.ok(running.lines.some(({ event }) => event === 'worker_replaced'))
  })
})

it('a function that loads answers 503, is not ready, but shows metrics', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-loading-'))
  const gate = join(folder, 'gate')
  const wait = `while (!require('node:fs').existsSync(${JSON.stringify(gate)})) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)`
  writeFileSync(join(folder, 'handler.js'), `${wait}\nexports.default = (_, { answerJson }) => answerJson({})`)
  const running = await FunctionUnderTest.start({ MAX_WORKERS: '1' }, { handler: folder, event: 'listening' })
  const early = await running.send('abc')
  assert.equal(early.status, 503)
  assert.equal(early.headers.get('retry-after'), '1')
  assert.equal((await fetch(`${running.url}/readyz`)).status, 503)
  assert.equal((await fetch(`${running.url}/healthz`)).status, 200)
  assert.equal((await fetch(running.metricsUrl)).status, 200)
  writeFileSync(gate, '')
  await running.waitForLine(({ event }) => event === 'function_ready')
  assert.equal((await running.send('abc')).status, 200)
  assert.equal(await running.stop(), 0)
  rmSync(folder, { recursive: true })
})
