import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startReceiver } from './callback-receiver.ts'
import { send, startTestPlatform, type TestPlatform, waitFor } from './harness.ts'

let platform: TestPlatform
let receiver: Awaited<ReturnType<typeof startReceiver>>
before(async () => {
  receiver = await startReceiver()
  platform = await startTestPlatform({ queueLimits: { calls: 40, bytes: 1000 } })
  await platform.deployEcho()
})
after(async () => {
  await platform.end()
  await receiver.close()
})

const callLater = (path: string, body = '', headers: Record<string, string> = {}) =>
  platform.call('POST', `/async-function/${path}`, body, headers)
const callbackOf = async (callId: unknown) => {
  const find = () => receiver.received.find(({ headers }) => headers['x-call-id'] === callId)
  await waitFor(() => find() !== undefined)
  return find() as NonNullable<ReturnType<typeof find>>
}

test('a call is 202 with its call id, and its answer comes to the callback with what OpenFaaS says of it', async () => {
  const { status, headers, text } = await callLater('echo.openfaas-fn/some/path?top=5', 'photo', {
    'x-callback-url': receiver.url,
    'content-type': 'image/png',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  })
  assert.deepEqual([status, text], [202, ''])
  const callback = await callbackOf(headers['x-call-id'])
  const seen = JSON.parse(callback.text)
  assert.deepEqual([seen.method, seen.url, seen.body], ['POST', '/some/path?top=5', 'photo'])
  assert.deepEqual(
    [
      seen.headers['x-call-id'],
      seen.headers['content-type'],
      seen.headers.traceparent,
      seen.headers['accept-encoding'],
    ],
    [headers['x-call-id'], 'image/png', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', undefined],
  )
  const { 'x-function-status': code, 'x-function-name': name, 'content-type': type } = callback.headers
  assert.deepEqual([code, name, type], ['200', 'echo', 'application/json'])
  assert.match(String(callback.headers['x-duration-seconds']), /^\d+\.\d{6}$/)
})

test('a call id of the caller is kept, and not told back', async () => {
  const { headers } = await callLater('echo', '', { 'x-callback-url': receiver.url, 'x-call-id': 'mine' })
  assert.equal(headers['x-call-id'], undefined)
  assert.equal((await callbackOf('mine')).headers['x-function-status'], '200')
})

test('calls of one function are made in the order of their coming', async () => {
  const ids = Array.from({ length: 20 }, (_, n) => `order-${n}`)
  for (const id of ids) await callLater('echo', id, { 'x-callback-url': receiver.url, 'x-call-id': id })
  await callbackOf('order-19')
  const seen = receiver.received
    .map(({ headers }) => String(headers['x-call-id']))
    .filter((id) => id.startsWith('order-'))
  assert.deepEqual(seen, ids)
})

test('scaled to zero, the function is started for a queued call', async () => {
  await platform.call('POST', '/system/scale-function/echo', { serviceName: 'echo', replicas: 0 })
  const { headers } = await callLater('echo', '', { 'x-callback-url': receiver.url })
  assert.equal((await callbackOf(headers['x-call-id'])).headers['x-function-status'], '200')
})

test('past its bytes the queue answers 500 in a sentence, and takes calls again when it has room', async () => {
  const slow = await callLater('echo/slow?ms=300', 'x'.repeat(600), { 'x-callback-url': receiver.url })
  const { status, text } = await callLater('echo', 'y'.repeat(600))
  assert.deepEqual([status, text], [500, 'The queue of asynchronous calls is full (1 wait).'])
  await callbackOf(slow.headers['x-call-id'])
  await waitFor(async () => (await callLater('echo', 'y'.repeat(600))).status === 202)
})

test('what cannot be called later is refused before it is taken', async () => {
  const refusals = [
    [await callLater('nobody'), 404, 'Function nobody.openfaas-fn is not deployed.'],
    [await platform.call('GET', '/async-function/echo'), 405, 'Method GET is not supported.'],
    ...(await Promise.all(
      ['file:///etc/passwd', 'gopher://127.0.0.1/', 'javascript:alert(1)', 'nowhere', '//host/'].map(
        async (url) =>
          [
            await callLater('echo', '', { 'x-callback-url': url }),
            400,
            `Expected one http or https address for X-Callback-Url but received "${url}"`,
          ] as const,
      ),
    )),
  ] as const
  for (const [{ status, text }, code, words] of refusals) assert.deepEqual([status, text], [code, words])
})

test('a callback that fails is one sentence, and the calls behind it are made', async () => {
  await callLater('echo', '', { 'x-callback-url': `${receiver.url}500`, 'x-call-id': 'unwanted' })
  const { headers } = await callLater('echo', '', { 'x-callback-url': receiver.url })
  await callbackOf(headers['x-call-id'])
  const { origin } = new URL(receiver.url)
  const sentence = `Asynchronous call unwanted of echo: the callback to ${origin} failed: it answered 500`
  assert.deepEqual(
    platform.notices.filter((one) => one.includes('unwanted')),
    [sentence],
  )
})

test('a busy function is called again, six times at most, and the callback then says so', async (t) => {
  const busy = await startTestPlatform({ sleep: async () => undefined, readyWaitMs: 10 })
  t.after(() => busy.end())
  await busy.call('POST', '/system/functions', { service: 'echo', image: 'x', envVars: { NEVER_READY: 'true' } })
  await busy.call('POST', '/async-function/echo', '', { 'x-callback-url': receiver.url, 'x-call-id': 'busy' })
  const { headers, text } = await callbackOf('busy')
  assert.deepEqual([headers['x-function-status'], text], ['503', 'No endpoints available for: echo.'])
  const series = 'gateway_function_invocation_total{function_name="echo.openfaas-fn",code="503"} 6'
  // The worker has its answer a moment before the gateway is through with the call.
  await waitFor(async () => (await send(busy.metricsUrl, 'GET')).text.includes(series))
})

test('past its number of calls the queue is full, whatever their size', async (t) => {
  const small = await startTestPlatform({ queueLimits: { calls: 2, bytes: 1000 } })
  t.after(() => small.end())
  await small.deployEcho()
  const later = (path: string) => small.call('POST', `/async-function/echo${path}`)
  assert.deepEqual([(await later('/slow?ms=2000')).status, (await later('')).status], [202, 202])
  const { status, text } = await later('')
  assert.deepEqual([status, text], [500, 'The queue of asynchronous calls is full (2 wait).'])
})

test('a call larger than 20 MiB is 413 and not queued', async () => {
  const { status, text } = await callLater('echo', 'x'.repeat(20 * 2 ** 20 + 1))
  assert.deepEqual([status, text], [413, 'Expected at most 20971520 bytes of an asynchronous call'])
})

test('a function that is removed while a call waits is 404 to its callback', async (t) => {
  const other = await startTestPlatform()
  t.after(() => other.end())
  await other.deployEcho()
  const later = (path: string, id: string) =>
    other.call('POST', `/async-function/echo${path}`, '', { 'x-callback-url': receiver.url, 'x-call-id': id })
  await later('/slow?ms=300', 'before removal')
  await later('', 'after removal')
  await other.call('DELETE', '/system/functions', { functionName: 'echo' })
  const { headers, text } = await callbackOf('after removal')
  assert.equal(headers['x-function-status'], '404')
  assert.match(text, /echo/)
})

test('without a folder to keep them, calls that were not made are told when the platform stops', async () => {
  const brief = await startTestPlatform({ dataFolder: undefined })
  await brief.deployEcho()
  for (const path of ['/slow?ms=500', '', '']) await brief.call('POST', `/async-function/echo${path}`)
  await brief.end()
  const sentence = '2 asynchronous calls were not made and are lost; --data keeps them for the next start'
  assert.deepEqual(
    brief.notices.filter((one) => one.includes('asynchronous')),
    [sentence],
  )
})
