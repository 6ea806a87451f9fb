import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startFakeLoki } from './fake-loki.ts'
import { send, startTestPlatform, waitFor } from './harness.ts'
import { processesWith } from './processes.ts'

test('deploy brings every function of stack.yml up; its lines reach Loki with namespace, function and stage', async (t) => {
  const platform = await startTestPlatform()
  t.after(() => platform.end())
  await platform.deploy()
  await platform.call('POST', '/function/echo/log', '{"n":1}\n{"n":2}\npartial')
  const counts = await platform.flush()
  assert.deepEqual(counts, { accepted: 2, acknowledged: 2, refused: 0, lost: 0 })
  assert.deepEqual(
    platform.loki.lines.map(({ line }) => line),
    ['{"n":1}', '{"n":2}'],
  )
  assert.deepEqual(platform.loki.lines[0]?.labels, {
    namespace: 'openfaas-fn',
    function_name: 'echo',
    stage: 'production',
  })
  assert.deepEqual(await platform.stop(), { accepted: 3, acknowledged: 3, refused: 0, lost: 0 })
})

test('flush covers every line of the calls answered before it, though Loki is away at first', async (t) => {
  const platform = await startTestPlatform()
  t.after(() => platform.end())
  await platform.deployEcho()
  platform.loki.script.push({ hangUp: true }, { status: 503 })
  const lines = Array.from({ length: 200 }, (_, index) => `line ${index}`)
  for (const line of lines) await platform.call('POST', '/function/echo/log', `${line}\n`)
  await platform.flush()
  assert.deepEqual(
    platform.loki.lines.map(({ line }) => line),
    lines,
  )
})

test('LOKI_ORG_ID goes to every Loki, LOKI_TOKEN to the one at LOKI_URL alone', async (t) => {
  const [named, other] = [await startFakeLoki(), await startFakeLoki()]
  t.after(() => Promise.all([named.close(), other.close()]))
  const environment = { ...process.env, LOKI_URL: `${named.url}/`, LOKI_ORG_ID: 'team', LOKI_TOKEN: 'secret' }
  for (const { loki, token } of [
    { loki: named, token: 'Bearer secret' },
    { loki: other, token: undefined },
  ]) {
    const platform = await startTestPlatform({ lokiUrl: loki.url, environment })
    await platform.deployEcho()
    await platform.call('POST', '/function/echo/log', 'line\n')
    await platform.end()
    assert.deepEqual([loki.headers['x-scope-orgid'], loki.headers.authorization], ['team', token])
  }
})

test('a stopped platform leaves no process, port or file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-test-'))
  const platform = await startTestPlatform({ dataFolder: folder })
  await platform.deployEcho({ labels: { 'com.openfaas.scale.min': '3' } })
  assert.equal(processesWith(folder).length, 3)
  const followed = await fetch(`${platform.gatewayUrl}/system/logs?name=echo&follow=true`)
  await platform.end()
  assert.equal(await followed.text(), '')
  assert.deepEqual(processesWith(folder), [])
  await assert.rejects(send(platform.gatewayUrl, 'GET'), { code: 'ECONNREFUSED' })
  assert.deepEqual(readdirSync(folder).sort(), ['async', 'lock', 'secrets', 'store'])
  for (const kept of ['secrets', 'store']) assert.equal(statSync(join(folder, kept)).mode & 0o777, 0o700)
  rmSync(folder, { recursive: true })
})

test('deploy waits for all workers of a replica, which serves with the first', async (t) => {
  const platform = await startTestPlatform()
  t.after(() => platform.end())
  const stack = `provider: {name: openfaas}
functions: {echo: {handler: ./x, image: x, environment: {WORKERS: 1/2}}}`
  writeFileSync(join(platform.folder, 'stack.yml'), stack)
  let isDeployed = false
  const deployed = platform.deploy().then(() => {
    isDeployed = true
  })
  await waitFor(async () => (await platform.call('POST', '/function/echo/log')).status === 200)
  assert.equal(isDeployed, false)
  await platform.call('POST', '/function/echo/staff?workers=2/2')
  await deployed
})

test('a function that never becomes ready is named, with its last message', async (t) => {
  const platform = await startTestPlatform()
  t.after(() => platform.end())
  const stack = `provider: {name: openfaas}
functions: {broken: {handler: ./x, image: x, environment: {FAIL_TO_START: "true"}}}`
  writeFileSync(join(platform.folder, 'stack.yml'), stack)
  await assert.rejects(platform.deploy(), {
    name: 'ConfigError',
    message:
      'Function broken did not become ready and ended 3 times; its last message: Model cannot be loaded: no weights',
  })
})

test('a port that is taken is named, with the way out, and nothing stays behind', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.after(() => taken.close())
  const { port } = taken.address() as AddressInfo
  await assert.rejects(startTestPlatform({ port }), {
    name: 'ConfigError',
    message: `Port ${port} of 127.0.0.1 is taken; choose another with --port, or 0 for any free one`,
  })
  await assert.rejects(startTestPlatform({ lokiUrl: undefined, lokiPort: port }), {
    message: `Port ${port} of 127.0.0.1 is taken; choose another with --loki-port, or 0 for any free one`,
  })
})

test('a folder that another platform uses is refused, and its replicas run on', async (t) => {
  const platform = await startTestPlatform()
  t.after(() => platform.end())
  await platform.deployEcho()
  const dataFolder = join(platform.folder, 'data')
  await assert.rejects(startTestPlatform({ dataFolder }), {
    name: 'ConfigError',
    message: `${dataFolder} is in use by another process; end it, or name another folder with --data`,
  })
  assert.equal(readdirSync(join(dataFolder, 'replicas')).length, 1)
})

test('a data folder that is a file, and a host that is none, are named with their options', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-test-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await assert.rejects(startTestPlatform({ dataFolder: file }), {
    message: `Cannot write to ${file} (ENOTDIR); name another folder with --data`,
  })
  await assert.rejects(startTestPlatform({ host: '203.0.113.7' }), {
    message: 'Cannot listen on 203.0.113.7 (EADDRNOTAVAIL); name an address of this machine with --host',
  })
})

test('a function that ends with an exception is quoted with it', async (t) => {
  const findCommand = () => ({
    argv: [process.execPath, '-e', 'throw new TypeError("no such thing")'] as const,
    workingFolder: '/',
  })
  const platform = await startTestPlatform({ findCommand })
  t.after(() => platform.end())
  await assert.rejects(platform.deploy(), {
    message: 'Function echo did not become ready and ended 3 times; its last message: TypeError: no such thing',
  })
})

test('a folder that cannot be written, a missing build and an absent Loki are said in one sentence', async () => {
  await assert.rejects(startTestPlatform({ dataFolder: '/proc/nowhere' }), {
    message: 'Cannot write to /proc/nowhere (ENOENT); name another folder with --data',
  })
  await assert.rejects(startTestPlatform({ lokiUrl: undefined, root: '/nowhere' }), {
    message: '/nowhere/dist/src/local/log-store/main.js is missing; make it with: npm run build',
  })
  const gone = await startFakeLoki()
  await gone.close()
  await assert.rejects(startTestPlatform({ lokiUrl: gone.url }), {
    message: `Loki at ${gone.url} does not answer (ECONNREFUSED); start it, or leave --loki out`,
  })
})

const STORE = `
const { createServer } = require('node:http')
const option = (name) => process.argv[process.argv.indexOf(name) + 1]
if (process.env.PATH === 'fail') { console.error('disk is full'); process.exit(2) }
const server = createServer((request, response) => request.resume().on('end', () => response.writeHead(204).end()))
server.listen(Number(option('--port')), option('--host'), () =>
  console.log(JSON.stringify({ event: 'listening', port: server.address().port })))
process.on('SIGTERM', () => process.exit(0))
`

test('the log store runs as a process of its own, and is started again on its port if it dies', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-store-'))
  const program = join(folder, 'store.js')
  writeFileSync(program, STORE)
  t.after(() => rmSync(folder, { recursive: true }))
  const storeArgv = [process.execPath, program] as const
  const platform = await startTestPlatform({ lokiUrl: undefined, storeArgv, dataFolder: folder })
  await platform.deployEcho()
  const [pid = 0] = processesWith(program, 'cmdline')
  process.kill(pid, 'SIGKILL')
  await platform.call('POST', '/function/echo/log', 'while the store is away\n')
  assert.deepEqual(await platform.flush(), { accepted: 1, acknowledged: 1, refused: 0, lost: 0 })
  assert.equal(platform.notices[0], 'The log store ended (SIGKILL); it is started again')
  await platform.end()
  assert.deepEqual(processesWith(program, 'cmdline'), [])
})

test('a log store that does not start is quoted', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-store-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const program = join(folder, 'store.js')
  writeFileSync(program, STORE)
  const storeArgv = [process.execPath, program] as const
  await assert.rejects(startTestPlatform({ lokiUrl: undefined, storeArgv, environment: { PATH: 'fail' } }), {
    message: 'The log store did not start: disk is full',
  })
  assert.ok(existsSync(program))
})
