import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { TraceServer } from '../../src/local/traces/trace-server.ts'
import { send, startTestPlatform } from './harness.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const JSON_TYPE = { 'content-type': 'application/json' }

async function startCollector(t: TestContext, maxBytes?: number) {
  const notices: string[] = []
  const server = new TraceServer({
    host: '127.0.0.1',
    port: 0,
    onNotice: (sentence) => notices.push(sentence),
    ...(maxBytes !== undefined && { maxBytes }),
  })
  const url = `http://127.0.0.1:${await server.listen()}`
  t.after(() => server.close())
  const post = (body: unknown, headers = {}) => send(`${url}/v1/traces`, 'POST', body, { ...JSON_TYPE, ...headers })
  const get = async (path: string) => {
    const { status, text } = await send(url + path, 'GET')
    return { status, answer: JSON.parse(text) }
  }
  return { url, notices, post, get }
}

function request(traceId: string, extra: Record<string, unknown> = {}) {
  const span = {
    traceId,
    spanId: 'b7ad6b7169203331',
    name: 'POST /',
    kind: 2,
    startTimeUnixNano: '1790000000000000000',
    endTimeUnixNano: '1790000000012500000',
    ...extra,
  }
  const attributes = [{ key: 'service.name', value: { stringValue: 'image-classifier' } }]
  return { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope: { name: 'vouch' }, spans: [span] }] }] }
}

test('a span sent as OTLP is told as Jaeger tells it', async (t) => {
  const { post, get } = await startCollector(t)
  const sent = request(TRACE, {
    parentSpanId: '00f067aa0ba902b7',
    attributes: [
      { key: 'count', value: { intValue: '224' } },
      { key: 'share', value: { doubleValue: 0.5 } },
      { key: 'cold', value: { boolValue: false } },
    ],
    events: [{ timeUnixNano: '1790000000001000000', name: 'exception', attributes: [] }],
    status: { code: 2, message: 'no picture' },
  })
  assert.deepEqual((await post(gzipSync(JSON.stringify(sent)), { 'content-encoding': 'gzip' })).status, 200)
  const { status, answer } = await get(`/api/traces/${TRACE}`)
  assert.equal(status, 200)
  assert.deepEqual(answer.data, [
    {
      traceID: TRACE,
      spans: [
        {
          traceID: TRACE,
          spanID: 'b7ad6b7169203331',
          operationName: 'POST /',
          references: [{ refType: 'CHILD_OF', traceID: TRACE, spanID: '00f067aa0ba902b7' }],
          startTime: 1_790_000_000_000_000,
          duration: 12_500,
          tags: [
            { key: 'count', type: 'int64', value: 224 },
            { key: 'share', type: 'float64', value: 0.5 },
            { key: 'cold', type: 'bool', value: false },
            { key: 'otel.scope.name', type: 'string', value: 'vouch' },
            { key: 'span.kind', type: 'string', value: 'server' },
            { key: 'otel.status_code', type: 'string', value: 'ERROR' },
            { key: 'otel.status_description', type: 'string', value: 'no picture' },
            { key: 'error', type: 'bool', value: true },
          ],
          logs: [{ timestamp: 1_790_000_000_001_000, fields: [{ key: 'event', type: 'string', value: 'exception' }] }],
          processID: 'p1',
          warnings: null,
        },
      ],
      processes: { p1: { serviceName: 'image-classifier', tags: [] } },
      warnings: null,
    },
  ])
  assert.deepEqual((await get('/api/services')).answer.data, ['image-classifier'])
})

test('an unknown trace is 404 and a malformed id 400, in the shape of Jaeger', async (t) => {
  const { get } = await startCollector(t)
  const around = { data: null, total: 0, limit: 0, offset: 0 }
  assert.deepEqual(await get(`/api/traces/${TRACE}`), {
    status: 404,
    answer: { ...around, errors: [{ code: 404, msg: 'trace not found' }] },
  })
  assert.deepEqual(await get('/api/traces/xyz'), {
    status: 400,
    answer: { ...around, errors: [{ code: 400, msg: 'Expected 1 to 32 hex digits for the trace id' }] },
  })
})

test('what is no OTLP in JSON is refused in a sentence', async (t) => {
  const { post } = await startCollector(t)
  const bad = await post('{"resourceSpans":')
  assert.deepEqual([bad.status, bad.text], [400, '{"message":"Expected an OTLP trace request: not JSON"}'])
  const wrong = await post(request('0'.repeat(32)))
  assert.deepEqual(
    [wrong.status, JSON.parse(wrong.text).message],
    [
      400,
      'Expected an OTLP trace request: resourceSpans.0.scopeSpans.0.spans.0.traceId: Expected 32 hex digits, not all zero',
    ],
  )
  const protobuf = await post(Buffer.from([10, 0]), { 'content-type': 'application/x-protobuf' })
  assert.deepEqual(
    [protobuf.status, JSON.parse(protobuf.text).message],
    [415, 'This collector reads OTLP as JSON alone: set OTEL_EXPORTER_OTLP_PROTOCOL=http/json'],
  )
  const bomb = gzipSync(Buffer.alloc(33 * 1024 * 1024, 32))
  assert.equal((await post(bomb, { 'content-encoding': 'gzip' })).status, 413)
})

test('past its limit the oldest trace is dropped, and that is told', async (t) => {
  const { post, get, notices } = await startCollector(t, 1000)
  const ids = ['1', '2', '3'].map((digit) => digit.repeat(32))
  for (const id of ids) await post(request(id))
  const statuses = await Promise.all(ids.map(async (id) => (await get(`/api/traces/${id}`)).status))
  assert.deepEqual(statuses, [404, 200, 200])
  assert.deepEqual(notices, ['The trace collector is full; of its oldest traces it has dropped 1'])
})

test('a span that is sent again is held once', async (t) => {
  const { post, get } = await startCollector(t)
  await post(request(TRACE))
  await post(request(TRACE))
  assert.equal((await get(`/api/traces/${TRACE}`)).answer.data[0].spans.length, 1)
})

test('where the environment sends traces elsewhere, no collector starts and the functions are told so', async (t) => {
  const endpoint = 'http://127.0.0.1:9'
  const platform = await startTestPlatform({
    environment: { PATH: process.env['PATH'], OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
  })
  t.after(() => platform.end())
  assert.equal(platform.tracesUrl, undefined)
  await platform.deployEcho()
  const environment = JSON.parse((await platform.call('GET', '/function/echo/env')).text)
  assert.equal(environment.OTEL_EXPORTER_OTLP_ENDPOINT, endpoint)
  assert.equal(environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, undefined)
  assert.equal(environment.OTEL_SAMPLING_PROBABILITY, '1')
})

test('services are told with their number, and only a known path with its own method is answered', async (t) => {
  const { url, post, get } = await startCollector(t)
  await post(request(TRACE))
  const { data, total } = (await get('/api/services')).answer
  assert.deepEqual([data, total], [['image-classifier'], 1])
  const statuses = await Promise.all(
    [
      ['GET', '/v1/traces'],
      ['POST', `/api/traces/${TRACE}`],
      ['GET', '/api/traces'],
      ['GET', '/'],
    ].map(async ([method = '', path = '']) => (await send(url + path, method)).status),
  )
  assert.deepEqual(statuses, [405, 405, 404, 404])
})
