import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { after, before, test } from 'node:test'
import { type Answer, send, startTestPlatform, type TestPlatform, waitFor } from './harness.ts'

let platform: TestPlatform
before(async () => {
  platform = await startTestPlatform({ readyWaitMs: 300 })
  await platform.deployEcho({ labels: { 'com.openfaas.scale.min': '2' } })
})
after(() => platform.end())

const read = (): Promise<Answer> => send(platform.metricsUrl, 'GET')

/** The value of a series, as it stands in the text. */
async function readSeries(series: string): Promise<number | undefined> {
  const line = (await read()).text.split('\n').find((one) => one.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length + 1))
}

test('a call is counted by name, namespace and code, with its duration', async () => {
  await platform.call('POST', '/function/echo', 'x')
  await platform.call('GET', '/function/echo.openfaas-fn/redirect')
  assert.equal(await readSeries('gateway_function_invocation_started{function_name="echo.openfaas-fn"}'), 2)
  for (const code of ['200', '302']) {
    const labels = `{function_name="echo.openfaas-fn",code="${code}"}`
    // The caller has its answer a moment before the gateway is through with the call.
    await waitFor(async () => (await readSeries(`gateway_function_invocation_total${labels}`)) === 1)
    assert.equal(await readSeries(`gateway_functions_seconds_count${labels}`), 1)
  }
})

test('a call is begun before it has ended, and one that its caller gave up is 502', async () => {
  const begun = 'gateway_function_invocation_started{function_name="echo.openfaas-fn"}'
  const gone = 'gateway_function_invocation_total{function_name="echo.openfaas-fn",code="502"}'
  const before = (await readSeries(begun)) ?? 0
  const request = httpRequest(`${platform.gatewayUrl}/function/echo/slow?ms=60000`, { agent: false }).end()
  await waitFor(async () => (await readSeries(begun)) === before + 1)
  assert.equal(await readSeries(gone), undefined)
  request.once('error', () => undefined).destroy()
  await waitFor(async () => (await readSeries(gone)) === 1)
})

test('replicas are counted by function, and a function removed has none', async () => {
  const replicas = 'gateway_service_count{function_name="echo.openfaas-fn"}'
  assert.equal(await readSeries(replicas), 2)
  await platform.call('POST', '/system/functions', { service: 'brief', image: 'x' })
  assert.equal(await readSeries('gateway_service_count{function_name="brief.openfaas-fn"}'), 1)
  await platform.call('DELETE', '/system/functions', { functionName: 'brief' })
  assert.equal(await readSeries('gateway_service_count{function_name="brief.openfaas-fn"}'), undefined)
})

test('a call of what is not deployed makes no series', async () => {
  await platform.call('GET', '/function/nobody')
  assert.doesNotMatch((await read()).text, /nobody/)
})

test('the metrics are on a port of their own, in the text format of Prometheus', async () => {
  assert.match((await read()).headers['content-type'] ?? '', /^text\/plain; version=0\.0\.4/)
  assert.equal((await platform.call('GET', '/metrics')).status, 404)
  assert.equal((await send(platform.metricsUrl, 'POST')).status, 405)
  assert.equal((await send(new URL('/', platform.metricsUrl).href, 'GET')).status, 404)
})

test('a port for metrics that is taken is one sentence, and leaves nothing running', async () => {
  const { port } = new URL(platform.metricsUrl)
  await assert.rejects(startTestPlatform({ metricsPort: Number(port) }), {
    name: 'ConfigError',
    message: `Port ${port} of 127.0.0.1 is taken; choose another with --metrics-port, or 0 for any free one`,
  })
})
