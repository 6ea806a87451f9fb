import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { startReceiver } from './callback-receiver.ts'
import { startFakeLoki } from './fake-loki.ts'
import { send, waitFor } from './harness.ts'

const PLATFORM = ['-C', 'vouch-source', '--require', 'ts-node/register', join(__dirname, 'async-platform.ts')]

async function start(t: TestContext, folder: string, lokiUrl: string) {
  const child = spawn(process.execPath, [...PLATFORM, folder, lokiUrl], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  t.after(() => child.kill('SIGKILL'))
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
  const deployed = await send(`${url}/system/functions`, 'POST', { service: 'echo', image: 'example/echo' })
  assert.equal(deployed.status, 202)
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return { url, end }
}

test('killed amid 50 queued calls and started again on its folder, the platform makes every one of them', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-test-'))
  const [loki, receiver] = [await startFakeLoki(), await startReceiver()]
  t.after(async () => {
    await Promise.all([loki.close(), receiver.close()])
    rmSync(folder, { recursive: true, maxRetries: 5 })
  })
  const ids = Array.from({ length: 50 }, (_, n) => `call-${n}`)
  const first = await start(t, folder, loki.url)
  for (const id of ids) {
    const headers = { 'x-callback-url': receiver.url, 'x-call-id': id }
    assert.equal((await send(`${first.url}/async-function/echo/slow?ms=20`, 'POST', id, headers)).status, 202)
  }
  await waitFor(() => receiver.received.length >= 5)
  await first.end('SIGKILL')
  const before = new Set(receiver.received.map(({ headers }) => headers['x-call-id']))
  assert.ok(before.size < 50, 'killed before all was done')
  const second = await start(t, folder, loki.url)
  const seen = () => new Set(receiver.received.map(({ headers }) => headers['x-call-id']))
  await waitFor(() => seen().size === 50)
  assert.deepEqual([...seen()].sort(), [...ids].sort())
  await second.end('SIGTERM')
})
