import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { startFakeLoki } from './fake-loki.ts'
import { send, waitFor } from './harness.ts'
import { processesWith } from './processes.ts'

const ROOT = join(__dirname, '..', '..')
const SCRIPT = join(ROOT, 'dist', 'scripts', 'start.js')

/** `npm start` after its build, with a folder of its own for temporary files. */
function start(t: TestContext, args: readonly string[], environment: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-start-'))
  const child = spawn(process.execPath, [SCRIPT, ...args], { env: { ...process.env, TMPDIR: folder, ...environment } })
  t.after(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, maxRetries: 5 })
  })
  return { child, folder, errors: text(child.stderr) }
}

/** Reads on until the output shows `pattern`. */
async function readUntil({ stdout }: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  let said = ''
  for await (const chunk of stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    said += chunk
    const found = pattern.exec(said)
    if (found !== null) return found
  }
  throw new Error(`Ended without ${pattern}: ${said}`)
}

test('the functions serve real photos until Ctrl-C, which leaves no process, port or file', async (t) => {
  const loki = await startFakeLoki()
  t.after(() => loki.close())
  const { child, folder } = start(t, ['--port', '0', '--requests', '20', '--loki', loki.url])
  const [, counts] = await readUntil(child, /Classes: (.*)\./)
  assert.equal(
    counts,
    'tiger cat 6 (30.0 %), football helmet 4 (20.0 %), military uniform 4 (20.0 %), missile 4 (20.0 %), espresso 2 (10.0 %)',
  )
  const [, gateway = ''] = await readUntil(child, /Gateway (\S+)[\s\S]*Traces +http\S+[\s\S]*Ctrl-C/)
  assert.equal((await send(`${gateway}/healthz`, 'GET')).status, 200)
  // The platform, and a replica of each function.
  assert.equal(processesWith(folder).length, 7)
  child.stdout.resume()
  child.kill('SIGINT')
  assert.deepEqual(await once(child, 'exit'), [0, null])
  assert.deepEqual(processesWith(folder), [])
  await assert.rejects(send(gateway, 'GET'), { code: 'ECONNREFUSED' })
  assert.deepEqual(readdirSync(folder), [])
  const lines = loki.lines.map(({ line }) => JSON.parse(line)).filter(({ event }) => event === 'inference_request')
  const calls = (name: string) => lines.filter((line) => line.function === name && line.status_code === 200).length
  // One to be shown and 20 photos; one to be shown and a pair of faces in a hundred photos or part of them.
  assert.deepEqual([calls('image-classifier'), calls('background-remover'), calls('face-fusion')], [21, 2, 2])
})

/** Replicas by their environment, the store by its command line. */
const left = (folder: string) => [...processesWith(folder), ...processesWith(folder, 'cmdline')]

test('killed, it leaves no process', async (t) => {
  const { child, folder } = start(t, ['--port', '0', '--loki-port', '0', '--requests', '100000'])
  child.stdout.resume()
  await waitFor(() => left(folder).length >= 3)
  child.kill('SIGKILL')
  await once(child, 'exit')
  await waitFor(() => left(folder).length === 0)
})

test('a second Ctrl-C ends it at once, at any stage, and leaves no process or file', async (t) => {
  const stages = [
    { name: 'the store starts', isReached: (folder: string) => left(folder).length >= 2 },
    { name: 'a replica starts', isReached: (folder: string) => left(folder).length >= 3 },
  ]
  for (const { isReached } of stages) {
    const { child, folder } = start(t, ['--port', '0', '--loki-port', '0', '--requests', '100000'])
    await waitFor(() => isReached(folder))
    child.kill('SIGINT')
    child.kill('SIGTERM')
    assert.deepEqual(await once(child, 'exit'), [130, null])
    await waitFor(() => left(folder).length === 0)
    assert.deepEqual(readdirSync(folder), [])
  }
})

test('Ctrl-C before the verdict is exit code 130, and leaves no process or file', async (t) => {
  const { child, folder } = start(t, ['--exit', '--port', '0', '--loki-port', '0', '--requests', '100000'])
  await readUntil(child, /Photos/)
  child.stdout.resume()
  child.kill('SIGINT')
  assert.deepEqual(await once(child, 'exit'), [130, null])
  assert.deepEqual([left(folder), readdirSync(folder)], [[], []])
})

test('a function that cannot start is named, with its own last words, and exit code 2', async (t) => {
  const loki = await startFakeLoki()
  t.after(() => loki.close())
  const { child, folder, errors } = start(t, ['--port', '0', '--loki', loki.url], { LOG_LEVEL: 'nonsense' })
  assert.deepEqual(await once(child, 'close'), [2, null])
  assert.match(
    await errors,
    /^vouch: Function [a-z-]+ did not become ready and ended 3 times; its last message: .*LOG_LEVEL.*$/m,
  )
  assert.deepEqual([processesWith(folder), readdirSync(folder)], [[], []])
})

test('a port that is taken is one sentence and exit code 2', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.after(() => taken.close())
  const { port } = taken.address() as AddressInfo
  const { child, folder, errors } = start(t, ['--port', '0', '--loki-port', String(port)])
  assert.deepEqual(await once(child, 'close'), [2, null])
  const sentence = `vouch: Port ${port} of 127.0.0.1 is taken; choose another with --loki-port, or 0 for any free one\n`
  assert.equal(await errors, sentence)
  assert.deepEqual(readdirSync(folder), [])
})

test('a wrong option is one sentence and exit code 2', async (t) => {
  for (const [args, sentence] of [
    [
      ['--port', '70000'],
      "option '--port <number>' argument '70000' is invalid. Expected a whole number from 0 to 65535.",
    ],
    [
      ['--loki', 'here'],
      "option '--loki <url>' argument 'here' is invalid. Expected an address such as http://localhost:3100.",
    ],
  ] as const) {
    const { child, errors } = start(t, args)
    assert.deepEqual(await once(child, 'close'), [2, null])
    assert.equal(await errors, `error: ${sentence}\n`)
  }
})
