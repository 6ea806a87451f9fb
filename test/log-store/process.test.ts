import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { ask, push, spawnStore, startStore } from './store-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'log-store-'))
after(() => rmSync(folder, { recursive: true }))

const START = 1_700_000_000_000_000_000n

test('killed in the middle of pushes, the store loses no acknowledged line and doubles none after a retry', async () => {
  const data = join(folder, 'killed')
  const batches = Array.from({ length: 40 }, (_, batch) =>
    Array.from({ length: 50 }, (_, n) => [String(START + BigInt(batch * 50 + n)), `line ${batch} ${n}`] as const),
  )
  const waiting = new Set(batches)
  for (let life = 0; life < 3; life++) {
    const store = await startStore(data)
    let acknowledged = 0
    const ended = once(store.process, 'exit')
    const send = async (batch: (typeof batches)[number]) => {
      assert.equal(await push(store.url, batch), 204)
      waiting.delete(batch)
      if (++acknowledged === 10) store.process.kill('SIGKILL')
    }
    const results = await Promise.allSettled([...waiting].map(send))
    assert.ok(results.every((result) => result.status === 'fulfilled' || result.reason instanceof TypeError))
    if (acknowledged < 10) store.process.kill('SIGKILL')
    await ended
  }
  const store = await startStore(data)
  const stored = (await ask(store.url, 'sum(count_over_time({app="till"}[1h]))', START + 3600n)) ?? 0
  const sure = 50 * (batches.length - waiting.size)
  assert.ok(sure >= 1500 && stored >= sure && stored <= 2000, `${sure} acknowledged, ${stored} stored`)
  for (const batch of batches) assert.equal(await push(store.url, batch), 204)
  assert.equal(await ask(store.url, 'sum(count_over_time({app="till"}[1h]))', START + 3600n), 2000)
  const ended = once(store.process, 'exit')
  store.process.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null])
})

async function refusal(args: readonly string[]): Promise<{ code: number; words: string }> {
  const child = spawnStore(args)
  const ended = once(child, 'exit')
  const words = await text(child.stderr as NodeJS.ReadableStream & AsyncIterable<Buffer>)
  return { code: (await ended)[0], words }
}

test('a busy port is named, with the way out, and the exit code is 2', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const { code, words } = await refusal(['--data', join(folder, 'busy'), '--port', String(port)])
  other.close()
  assert.equal(code, 2)
  assert.equal(words, `Cannot listen on 127.0.0.1:${port}: it is in use; choose another port (0 takes any free one)\n`)
})

test('a folder that cannot be written is named, and the exit code is 2', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  const { code, words } = await refusal(['--data', join(file, 'inside')])
  assert.equal(code, 2)
  assert.match(
    words,
    new RegExp(`^Cannot keep logs in ${join(file, 'inside')}: .*; name another folder with --data\n$`),
  )
})

test('a folder in which no folder can be made is refused, not waited for', async () => {
  const { code, words } = await refusal(['--data', '/proc/nowhere/store'])
  assert.equal(code, 2)
  assert.match(words, /^Cannot keep logs in \/proc\/nowhere\/store: .*; name another folder with --data\n$/)
})

test('a second store on a folder is refused, and the first goes on', async (t) => {
  const data = join(folder, 'shared')
  const store = await startStore(data)
  t.after(() => store.process.kill('SIGKILL'))
  assert.deepEqual(await refusal(['--data', data]), {
    code: 2,
    words: `${data} is in use by another process; end it, or name another folder with --data\n`,
  })
  assert.equal(await push(store.url, [[String(START), 'line']]), 204)
})

test('a port that is no number is refused', async () => {
  const { code, words } = await refusal(['--data', folder, '--port', 'http'])
  assert.deepEqual({ code, words }, { code: 2, words: 'Expected 0 to 65535 for --port but received http\n' })
})
