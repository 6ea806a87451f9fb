import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { after, before, test } from 'node:test'
import { startTestPlatform, type TestPlatform, waitFor } from './harness.ts'

let platform: TestPlatform
before(async () => {
  platform = await startTestPlatform({ readyWaitMs: 300 })
  await platform.deployEcho()
  await platform.call('POST', '/system/functions', { service: 'hasty', image: 'x', envVars: { exec_timeout: '1s' } })
  await waitFor(async () => (await platform.call('GET', '/function/hasty')).status === 200)
})
after(() => platform.end())

const echo = async (method: string, path: string, body?: string, headers?: Record<string, string>) => {
  const answer = await platform.call(method, path, body, headers)
  return { ...answer, seen: JSON.parse(answer.text || '{}') }
}

test('method, path, query and body reach the function without the prefix', async () => {
  for (const [path, url] of [
    ['/function/echo', '/'],
    ['/function/echo?top=5', '/?top=5'],
    ['/function/echo.openfaas-fn/a%2Fb/c?x=%20', '/a%2Fb/c?x=%20'],
  ] as const) {
    const { status, seen } = await echo('PATCH', path, 'body')
    assert.deepEqual([status, seen.method, seen.url, seen.body], [200, 'PATCH', url, 'body'])
  }
})

test('X-Call-Id is made and told when the caller sends none, and kept when it does', async () => {
  const made = await echo('POST', '/function/echo')
  assert.match(made.seen.headers['x-call-id'], /^[0-9a-f]{8}-[0-9a-f-]{27}$/)
  assert.equal(made.headers['x-call-id'], made.seen.headers['x-call-id'])
  const kept = await echo('POST', '/function/echo', '', { 'x-call-id': 'mine' })
  assert.equal(kept.seen.headers['x-call-id'], 'mine')
  assert.equal(kept.headers['x-call-id'], undefined)
})

test('the function sees when the call began and who called, and the caller when and how long', async () => {
  const { seen, headers } = await echo('GET', '/function/echo', undefined, { host: 'example.com' })
  assert.match(seen.headers['x-start-time'], /^\d{19}$/)
  assert.match(seen.headers['x-forwarded-for'], /^127\.0\.0\.1:\d+$/)
  assert.equal(seen.headers['x-forwarded-host'], 'example.com')
  assert.equal(headers['x-start-time'], seen.headers['x-start-time'])
  assert.match(String(headers['x-duration-seconds']), /^\d+\.\d{6}$/)
})

test('trace context passes, hop-by-hop headers and those that Connection names do not', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  const { seen } = await echo('GET', '/function/echo', undefined, {
    traceparent,
    connection: 'close, x-mine',
    'x-mine': '1',
    te: 'trailers',
    'proxy-authorization': 'secret',
  })
  assert.equal(seen.headers.traceparent, traceparent)
  for (const name of ['x-mine', 'te', 'proxy-authorization']) assert.equal(seen.headers[name], undefined)
  const cookies = await platform.call('GET', '/function/echo/cookies')
  assert.deepEqual(cookies.headers['set-cookie'], ['a=1', 'b=2'])
})

test('an answer without a type has the type of the request, or is plain text', async () => {
  const typed = await platform.call('POST', '/function/echo/untyped', 'x', { 'content-type': 'image/png' })
  assert.equal(typed.headers['content-type'], 'image/png')
  assert.equal((await platform.call('GET', '/function/echo/untyped')).headers['content-type'], 'text/plain')
})

test('a redirect is handed on, not followed', async () => {
  const { status, headers } = await platform.call('GET', '/function/echo/redirect')
  assert.deepEqual([status, headers.location], [302, '/elsewhere'])
})

test('bodies stream both ways: the first part comes back before the last is sent', async () => {
  const request = httpRequest(`${platform.gatewayUrl}/function/echo/pipe`, { method: 'POST', agent: false })
  request.write('first')
  const [response] = await once(request, 'response')
  const parts: string[] = []
  for await (const part of response) if (parts.push(String(part)) === 1) request.end('last')
  assert.deepEqual(parts, ['first', 'last'])
})

test('a chunked body of a DELETE stays framed', async () => {
  const request = httpRequest(`${platform.gatewayUrl}/function/echo`, {
    method: 'DELETE',
    agent: false,
    headers: { 'transfer-encoding': 'chunked' },
  })
  request.end('GET /smuggled HTTP/1.1\r\n\r\n')
  const [response] = await once(request, 'response')
  const [body] = await once(response, 'data')
  assert.equal(JSON.parse(String(body)).body, 'GET /smuggled HTTP/1.1\r\n\r\n')
})

test('40 MB go through and back unchanged', async () => {
  const body = Buffer.alloc(40 * 2 ** 20, 'vouch')
  const response = await fetch(`${platform.gatewayUrl}/function/echo/pipe`, { method: 'POST', body })
  assert.ok(body.equals(Buffer.from(await response.arrayBuffer())))
})

test('an unknown function or namespace is 404', async () => {
  for (const [path, text] of [
    ['/function/nobody', 'Function nobody.openfaas-fn is not deployed.'],
    ['/function/echo.other/x', 'Function echo.other is not deployed.'],
  ] as const) {
    const answer = await platform.call('GET', path)
    assert.deepEqual([answer.status, answer.text], [404, text])
  }
})

test('a function without a ready replica is 503 in the words of OpenFaaS', async () => {
  await platform.call('POST', '/system/functions', { service: 'late', image: 'x', envVars: { NEVER_READY: 'true' } })
  const { status, text, headers } = await platform.call('GET', '/function/late')
  assert.deepEqual([status, text, headers['x-openfaas-internal']], [503, 'No endpoints available for: late.', 'proxy'])
  const late = JSON.parse((await platform.call('GET', '/system/function/late')).text)
  assert.deepEqual([late.replicas, late.availableReplicas], [1, 0])
})

test('a call over exec_timeout is 504 with no body, as from of-watchdog', async () => {
  const { status, text, headers } = await platform.call('GET', '/function/hasty/slow?ms=60000')
  assert.deepEqual([status, text, headers['x-openfaas-internal']], [504, '', 'of-watchdog'])
})

test('a stream that was asked for is not cut by exec_timeout', async () => {
  const { status, text } = await platform.call('GET', '/function/hasty/slow?ms=1300', undefined, {
    accept: 'text/event-stream',
  })
  assert.deepEqual([status, text], [200, 'slow'])
})

test('a replica that dies before it answers is 502, and comes back', async () => {
  const { status, text, headers } = await platform.call('POST', '/function/echo/die')
  assert.deepEqual([status, text, headers['x-openfaas-internal']], [502, "Can't reach service for: echo.", 'proxy'])
  await waitFor(async () => (await platform.call('GET', '/function/echo')).status === 200)
  assert.match(platform.notices[0] ?? '', /^echo-[0-9a-f]{8} ended \(SIGKILL\); started again in 0 ms$/)
})

test('an answer that breaks off breaks off for the caller too', async () => {
  const broken = fetch(`${platform.gatewayUrl}/function/echo/half`).then((response) => response.text())
  await assert.rejects(broken, /terminated/)
  await waitFor(async () => (await platform.call('GET', '/function/echo')).status === 200)
})
