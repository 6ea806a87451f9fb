import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { startTestPlatform, type TestPlatform, waitFor } from './harness.ts'

let platform: TestPlatform
before(async () => {
  platform = await startTestPlatform()
})
after(() => platform.end())

const describe = async (name: string) => JSON.parse((await platform.call('GET', `/system/function/${name}`)).text)

test('an empty platform lists no functions, as an array', async () => {
  const { status, text } = await platform.call('GET', '/system/functions')
  assert.deepEqual({ status, text }, { status: 200, text: '[]' })
})

test('health, info and namespaces answer what faas-cli reads', async () => {
  assert.equal((await platform.call('GET', '/healthz')).status, 200)
  assert.deepEqual(JSON.parse((await platform.call('GET', '/system/namespaces')).text), ['openfaas-fn'])
  const info = JSON.parse((await platform.call('GET', '/system/info')).text)
  assert.deepEqual(info.provider, {
    provider: 'vouch',
    orchestration: 'local processes',
    version: { release: '0.0.0', sha: '', commit_message: '' },
  })
})

test('an update of an unknown function is 404, a creation 202, a second one 409', async () => {
  const deployment = { service: 'echo', image: 'example/echo', labels: { stage: 'production' } }
  assert.equal((await platform.call('PUT', '/system/functions', deployment)).status, 404)
  assert.equal((await platform.call('POST', '/system/functions', deployment)).status, 202)
  const again = await platform.call('POST', '/system/functions', deployment)
  assert.deepEqual([again.status, again.text], [409, 'Function echo is deployed already; update it with PUT'])
})

test('describe and list tell replicas, available replicas and invocations', async () => {
  await waitFor(async () => (await describe('echo')).availableReplicas === 1)
  await platform.call('GET', '/function/echo')
  const { createdAt, ...status } = await describe('echo')
  assert.deepEqual(status, {
    name: 'echo',
    image: 'example/echo',
    namespace: 'openfaas-fn',
    envProcess: '',
    labels: { stage: 'production' },
    invocationCount: 1,
    replicas: 1,
    availableReplicas: 1,
  })
  assert.ok(Date.parse(createdAt) > 0)
  const [listed] = JSON.parse((await platform.call('GET', '/system/functions?namespace=openfaas-fn')).text)
  assert.equal(listed.name, 'echo')
})

test('replicas are kept from 0 to 5', async () => {
  for (const [wanted, kept] of [
    [2, 2],
    [9, 5],
    [0, 0],
  ] as const) {
    const { status } = await platform.call('POST', '/system/scale-function/echo', {
      serviceName: 'echo',
      replicas: wanted,
    })
    assert.equal(status, 202)
    await waitFor(async () => (await describe('echo')).availableReplicas === kept)
    assert.equal((await describe('echo')).replicas, kept)
  }
})

test('logs are NDJSON, bounded by tail and since, and follow what comes', async () => {
  await platform.call('POST', '/function/echo/log', 'one\ntwo\nthree\n')
  const read = async (query: string) =>
    (await platform.call('GET', `/system/logs?name=echo${query}`)).text.trim().split('\n')
  await waitFor(async () => (await read('')).length === 3)
  const messages = (await read('&tail=2')).map((line) => JSON.parse(line))
  assert.deepEqual(
    messages.map(({ text }) => text),
    ['two', 'three'],
  )
  assert.deepEqual(Object.keys(messages[0]), ['name', 'namespace', 'instance', 'timestamp', 'text'])
  assert.deepEqual(await read('&since=2999-01-01T00:00:00Z'), [''])
  assert.deepEqual(await read('&instance=other'), [''])

  const followed = await fetch(`${platform.gatewayUrl}/system/logs?name=echo&tail=0&follow=true`)
  await platform.call('POST', '/function/echo/log', 'four\n')
  const { value } = (await followed.body?.getReader().read()) ?? {}
  assert.equal(JSON.parse(Buffer.from(value ?? []).toString()).text, 'four')
})

test('a secret is created, updated, listed without its value, mounted and removed', async () => {
  const call = (method: string, body?: unknown) => platform.call(method, '/system/secrets', body)
  assert.equal((await call('POST', { name: 'key', value: 'first' })).status, 202)
  assert.equal((await call('POST', { name: 'key', value: 'first' })).status, 409)
  assert.equal((await call('PUT', { name: 'key', rawValue: Buffer.from('second').toString('base64') })).status, 202)
  assert.equal((await call('GET')).text, '[{"name":"key","namespace":"openfaas-fn"}]')
  assert.equal((await call('DELETE', { name: 'other' })).status, 404)

  await platform.call('POST', '/system/functions', { service: 'keeper', image: 'x', secrets: ['key', 'key'] })
  await waitFor(async () => (await describe('keeper')).availableReplicas === 1)
  assert.equal((await platform.call('GET', '/function/keeper/secret')).text, 'key=second')
  assert.equal((await call('DELETE', { name: 'key' })).status, 202)
  assert.equal((await call('GET')).text, '[]')
})

test('a removed function is gone at once', async () => {
  assert.equal((await platform.call('DELETE', '/system/functions', { functionName: 'echo' })).status, 202)
  assert.equal((await platform.call('GET', '/system/function/echo')).status, 404)
  assert.equal((await platform.call('DELETE', '/system/functions', { functionName: 'echo' })).status, 404)
})

const refusals: { name: string; method: string; path: string; body?: unknown; status: number; text: string }[] = [
  {
    name: 'a body that is no JSON',
    method: 'POST',
    path: '/system/functions',
    body: '{',
    status: 400,
    text: "Expected JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)",
  },
  {
    name: 'a name that is no DNS label',
    method: 'POST',
    path: '/system/functions',
    body: { service: 'A_b', image: 'x' },
    status: 400,
    text: 'Expected at most 63 of a-z, 0-9 and "-", a letter or digit first and last, for service but received "A_b"',
  },
  {
    name: 'a secret that does not exist',
    method: 'POST',
    path: '/system/functions',
    body: { service: 'a', image: 'x', secrets: ['nope'] },
    status: 400,
    text: 'Secret nope does not exist; create it first',
  },
  {
    name: 'another namespace',
    method: 'GET',
    path: '/system/functions?namespace=other',
    status: 404,
    text: 'Expected namespace "openfaas-fn" but received "other"',
  },
  {
    name: 'logs of an unknown function',
    method: 'GET',
    path: '/system/logs?name=nobody',
    status: 404,
    text: 'Function nobody is not deployed',
  },
  {
    name: 'a time that is none',
    method: 'GET',
    path: '/system/logs?name=keeper&since=yesterday',
    status: 400,
    text: 'Expected an RFC 3339 time for since but received "yesterday"',
  },
  {
    name: 'an address that is none',
    method: 'GET',
    path: '//[',
    status: 400,
    text: 'Expected the path of an address but received "//["',
  },
  {
    name: 'a path that is not there',
    method: 'GET',
    path: '/system/alert',
    status: 404,
    text: '/system/alert is not part of this platform',
  },
  { name: 'a method that is not there', method: 'PATCH', path: '/system/functions', status: 405, text: '' },
]
for (const { name, method, path, body, status, text } of refusals)
  test(`${name} is refused with ${status} and a sentence`, async () => {
    const answer = await platform.call(method, path, body)
    assert.deepEqual([answer.status, answer.text], [status, text])
  })

test('a page in a browser cannot use the REST API', async () => {
  const { status } = await platform.call('GET', '/system/functions', undefined, { origin: 'http://evil.example' })
  assert.equal(status, 403)
})

test('a caller that hangs up while its body is read is no fault of the gateway', async () => {
  const socket = connect(Number(new URL(platform.gatewayUrl).port), '127.0.0.1')
  socket.end('POST /system/functions HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{')
  await once(socket.resume(), 'close')
  await platform.call('GET', '/healthz')
  assert.deepEqual(platform.notices, [])
})
