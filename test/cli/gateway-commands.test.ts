import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { startReceiver } from '../local/callback-receiver.ts'
import { startTestPlatform, type TestPlatform, waitFor } from '../local/harness.ts'
import { runVouch, startVouch } from './run-vouch.ts'

let platform: TestPlatform
let folder = ''
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vouch-cli-'))
  writeFileSync(join(folder, 'body'), 'hello')
  writeFileSync(join(folder, 'basic-auth-user'), 'admin')
  writeFileSync(join(folder, 'basic-auth-password'), 'päss:word')
  const environment = { ...process.env, basic_auth: 'true', secret_mount_path: folder }
  platform = await startTestPlatform({ environment })
  await platform.deploy()
})
after(async () => {
  await platform.end()
  rmSync(folder, { recursive: true })
})

const access = () => ['--user', 'admin', '--password-file', join(folder, 'basic-auth-password')]
const run = (args: readonly string[], input?: string) =>
  runVouch(args, { OPENFAAS_URL: `${platform.gatewayUrl}/` }, input)

test('invoke sends a file with a query, prints the answer, and tells the function no credentials', async () => {
  const { code, stdout, stderr } = await run([
    'invoke',
    'echo.openfaas-fn',
    join(folder, 'body'),
    '--query',
    'top=5',
    '--query',
    'note=a b=c',
    ...access(),
  ])
  const { method, url, headers, body } = JSON.parse(stdout)
  assert.deepEqual([code, stderr, method, url, body], [0, '', 'POST', '/?top=5&note=a+b%3Dc', 'hello'])
  assert.deepEqual([headers['content-type'], headers.authorization], ['application/octet-stream', undefined])
})

test('invoke reads stdin, and as JSON tells status, call id and duration', async () => {
  const { stdout } = await run(['invoke', 'echo', '-', '--content-type', 'text/plain', '--json'], 'piped')
  const { body, call_id, duration_ms, ...rest } = JSON.parse(stdout)
  assert.deepEqual(rest, { function: 'echo', status: 200, content_type: 'application/json' })
  assert.deepEqual([body.body, body.headers['content-type']], ['piped', 'text/plain'])
  assert.equal(call_id, body.headers['x-call-id'])
  assert.ok(duration_ms > 0)
})

test('invoke --async prints the call id, and the answer goes to the callback', async (t) => {
  const receiver = await startReceiver()
  t.after(() => receiver.close())
  const later = ['invoke', 'echo', join(folder, 'body'), '--async', '--callback-url', receiver.url]
  const { code, stdout } = await run(later)
  assert.equal(code, 0)
  await waitFor(() => receiver.received.length === 1)
  assert.equal(receiver.received[0]?.headers['x-call-id'], stdout.trim())
  assert.equal(JSON.parse(receiver.received[0]?.text ?? '').body, 'hello')
})

test('an answer that is no success is printed, and is exit code 1', async () => {
  assert.deepEqual(await run(['invoke', 'nobody']), {
    code: 1,
    stdout: 'Function nobody.openfaas-fn is not deployed.',
    stderr: 'vouch: nobody answered 404\n',
  })
})

test('status shows what is deployed, as a table and as JSON', async () => {
  const table = await run(['status', ...access()])
  assert.equal(table.code, 0)
  assert.match(table.stdout, /│ Function │ Ready +│ Invocations │ Image +│/)
  assert.match(table.stdout, /│ echo +│ 1 of 1 │ \d+ +│ example\/echo │/)
  const [echo] = JSON.parse((await run(['status', '--json', ...access()])).stdout)
  assert.deepEqual([echo.name, echo.replicas, echo.availableReplicas], ['echo', 1, 1])
})

test('logs prints lines as they were written, the newest so many, since a time, or as JSON', async () => {
  await platform.call('POST', '/function/echo/log', '{"a":1}\ntwo\nthree\n')
  await platform.flush()
  const logs = async (...args: string[]) => (await run(['logs', 'echo', ...args, ...access()])).stdout
  assert.equal(await logs('--tail', '2'), 'two\nthree\n')
  assert.equal(await logs('--since', '1h'), '{"a":1}\ntwo\nthree\n')
  assert.equal(await logs('--since', '2100-01-01T00:00:00Z'), '')
  const { name, instance, text: line } = JSON.parse(await logs('--tail', '1', '--json'))
  assert.match(instance, /^echo-[0-9a-f]{8}$/)
  assert.deepEqual([name, line], ['echo', 'three'])
})

test('a followed log goes on until it is interrupted', async () => {
  const child = startVouch(['logs', 'echo', '--follow', '--tail', '0', ...access()], {
    OPENFAAS_URL: platform.gatewayUrl,
  })
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
  })
  await waitFor(async () => {
    await platform.call('POST', '/function/echo/log', 'new\n')
    return said.startsWith('new\n')
  })
  child.kill('SIGINT')
  assert.deepEqual(await once(child, 'close'), [null, 'SIGINT'])
})

test('a reader that leaves early ends a log and an answer without a word', async () => {
  await platform.call('POST', '/function/echo/log', `${'x'.repeat(100)}\n`.repeat(2000))
  await platform.flush()
  writeFileSync(join(folder, 'big'), Buffer.alloc(5_000_000, 'y'))
  for (const args of [
    ['logs', 'echo'],
    ['invoke', 'echo', join(folder, 'big')],
  ]) {
    const child = startVouch([...args, ...access()], { OPENFAAS_URL: platform.gatewayUrl })
    child.stdin.end()
    const errors = text(child.stderr)
    child.stdout.once('data', () => child.stdout.destroy())
    assert.deepEqual([await once(child, 'close'), await errors], [[0, null], ''])
  }
})

test('what faas-cli login keeps for this gateway is used, and for no other', async () => {
  const token = Buffer.from('admin:päss:word').toString('base64')
  const keep = (gateway: string) =>
    writeFileSync(join(folder, 'config.yml'), `auths:\n- gateway: ${gateway}\n  auth: basic\n  token: ${token}\n`)
  const status = () =>
    runVouch(['status', '--json', '--gateway', platform.gatewayUrl], { OPENFAAS_CONFIG: folder, OPENFAAS_URL: 'no' })
  keep(platform.gatewayUrl)
  assert.equal((await status()).code, 0)
  keep('http://127.0.0.1:1')
  assert.deepEqual(await status(), {
    code: 2,
    stdout: '',
    stderr: `vouch: The gateway wants other credentials (401): GET ${platform.gatewayUrl}/system/functions\n`,
  })
})

test('what goes wrong is one sentence and exit code 2', async () => {
  const gone = 'http://127.0.0.1:1'
  const { gatewayUrl } = platform
  for (const [args, sentence] of [
    [
      ['status', '--gateway', gone],
      `vouch: The gateway cannot be reached (ECONNREFUSED): GET ${gone}/system/functions`,
    ],
    [
      ['invoke', 'echo', '--gateway', gone],
      `vouch: The gateway cannot be reached (ECONNREFUSED): POST ${gone}/function/echo`,
    ],
    [
      ['logs', 'nobody', ...access()],
      `vouch: The gateway answered 404 (not deployed): GET ${gatewayUrl}/system/logs?name=nobody&follow=false`,
    ],
    [['invoke', 'echo', '/nowhere/photo.jpg'], 'vouch: Cannot read /nowhere/photo.jpg (ENOENT)'],
    [['invoke', 'echo', '--callback-url', 'http://127.0.0.1:1/'], 'vouch: --callback-url needs --async'],
    [['invoke', 'echo', '--query', 'top'], 'vouch: Expected key=value for --query but received "top"'],
    [
      ['logs', 'echo', '--tail', 'x'],
      "error: option '--tail <number>' argument 'x' is invalid. Expected a whole number.",
    ],
    [
      ['logs', 'echo', '--since', 'noon'],
      "error: option '--since <time>' argument 'noon' is invalid. Expected 30s, 10m, 2h or an RFC 3339 time.",
    ],
  ] as const) {
    assert.deepEqual(await run(args), { code: 2, stdout: '', stderr: `${sentence}\n` })
  }
})

test('the help of each has examples', async () => {
  for (const command of ['invoke', 'logs', 'status'])
    assert.match((await run([command, '--help'])).stdout, new RegExp(`Examples:\\n {2}vouch ${command}`))
})
