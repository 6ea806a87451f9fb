import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { FunctionUnderTest } from './function-under-test.ts'
import { readPhoto } from './photos.ts'
import { readThriftMessage, type ThriftStruct } from './thrift.ts'

interface Attribute {
  readonly key: string
  readonly value: Readonly<Record<string, string | number>>
}

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly traceState?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: Attribute[]
  readonly events: { name: string; attributes: Attribute[] }[]
  readonly status: { code?: number; message?: string }
}

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const CALLER = 'b7ad6b7169203331'
const SERVER_KIND = 2
const ERROR = 2

/** Spans as OTLP/HTTP JSON carries them: resourceSpans, scopeSpans, spans. */
function readSpans(text: string): Span[] {
  type Export = { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }
  return (JSON.parse(text) as Export).resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans),
  )
}

function readAttribute(span: Span | undefined, key: string): string | number | undefined {
  return Object.values(span?.attributes.find((attribute) => attribute.key === key)?.value ?? {})[0]
}

describe('traces over OTLP', () => {
  const spans: Span[] = []
  const bodies: string[] = []
  let sink: Server
  before(async () => {
    sink = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      bodies.push(`${request.url} ${Buffer.concat(chunks)}`)
      spans.push(...readSpans(Buffer.concat(chunks).toString()))
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
    await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve))
    const running = await FunctionUnderTest.start({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(sink.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_SAMPLING_PROBABILITY: '0',
    })
    const call = (name: string, flags: string) => ({ 'x-call-id': name, traceparent: `00-${TRACE}-${CALLER}-${flags}` })
    await running.send(readPhoto('grace.jpg'), { headers: { ...call('good', '01'), tracestate: 'a=1' } })
    await running.send(readPhoto('grace.jpg').subarray(0, 9999), { headers: call('damaged', '00') })
    await running.send(readPhoto('grace.jpg'), { headers: call('unwanted', '00') })
    await running.send(readPhoto('grace.jpg'), { headers: { 'x-call-id': 'alone' } })
    await running.send('', { headers: { 'x-call-id': 'empty' } })
    for (const path of ['/healthz', '/readyz']) {
      await fetch(running.url + path, { headers: { traceparent: `00-${TRACE}-${CALLER}-01` } })
    }
    await running.stop()
    for (const line of running.lines) {
      if (line['request_id'] === 'good') assert.equal(line['trace_id'], TRACE)
    }
  })
  after(() => {
    sink.close()
  })

  const find = (id: string) => spans.find((span) => readAttribute(span, 'faas.invocation_id') === id)
  const below = (parent: Span | undefined) => spans.filter(({ parentSpanId }) => parentSpanId === parent?.spanId)

  it('puts the steps of a request under one server span, whose parent is the caller', () => {
    const server = find('good')
    assert.equal(server?.kind, SERVER_KIND)
    assert.equal(server?.traceId, TRACE)
    assert.equal(server?.parentSpanId, CALLER)
    assert.equal(server?.traceState, 'a=1')
    assert.deepEqual(
      below(server).map(({ name }) => name),
      ['queue', 'decode', 'preprocess', 'infer', 'postprocess', 'encode'],
    )
    assert.ok(below(server).every(({ traceId }) => traceId === TRACE))
  })

  it('orders the steps in time, within the request', () => {
    const server = find('good')
    let last = BigInt(server?.startTimeUnixNano ?? 0)
    for (const step of below(server)) {
      assert.ok(BigInt(step.startTimeUnixNano) >= last, `${step.name} begins before the step before it ends`)
      last = BigInt(step.endTimeUnixNano)
    }
    assert.ok(BigInt(server?.endTimeUnixNano ?? 0) >= last)
  })

  it('says on infer what was run, where, and what the kernel did', () => {
    const infer = below(find('good')).find(({ name }) => name === 'infer')
    assert.equal(readAttribute(infer, 'ai.model.name'), 'efficientnet-lite0')
    assert.equal(readAttribute(infer, 'ai.model.device'), 'cpu')
    assert.equal(readAttribute(infer, 'ai.batch.size'), 1)
    assert.equal(readAttribute(infer, 'ai.input.width'), 512)
    assert.equal(readAttribute(infer, 'ai.input.height'), 512)
    assert.ok(Number(readAttribute(infer, 'ai.process.duration_sec')) > 0)
    assert.ok(Number(readAttribute(infer, 'process.paging.major_faults.delta')) >= 0)
  })

  it('exports the spans of a failed request though its caller did not sample it, without the text of the exception', () => {
    const server = find('damaged')
    const decode = below(server).find(({ name }) => name === 'decode')
    for (const span of [server, decode]) {
      assert.equal(span?.status.code, ERROR)
      assert.equal(span?.events[0]?.name, 'exception')
      const message = 'The JPEG picture is damaged or has no pixels.'
      assert.deepEqual(
        span?.events[0]?.attributes.map(({ value }) => value['stringValue']),
        ['InputError', message],
      )
    }
    assert.equal(readAttribute(server, 'http.response.status_code'), 422)
    assert.equal(readAttribute(server, 'error.type'), 'image-undecodable')
  })

  it('exports nothing of health checks, of what was not sampled, or of what was turned away', () => {
    const servers = spans.filter(({ kind }) => kind === SERVER_KIND)
    assert.deepEqual(
      servers.map((span) => readAttribute(span, 'faas.invocation_id')),
      ['good', 'damaged'],
    )
  })

  it('sends neither paths nor the name of the machine', () => {
    assert.ok(bodies.every((body) => body.startsWith('/v1/traces ')))
    assert.doesNotMatch(bodies.join(), /host\.name|process\.command|process\.executable|\/home|\.ts/)
  })
})

it('traces reach a Jaeger agent over UDP', async () => {
  const agent = createSocket('udp4')
  const packets: Buffer[] = []
  agent.on('message', (packet) => packets.push(packet))
  await new Promise<void>((resolve) => agent.bind(0, '127.0.0.1', resolve))
  const running = await FunctionUnderTest.start({
    JAEGER_AGENT_HOST: '127.0.0.1',
    JAEGER_AGENT_PORT: `${agent.address().port}`,
    OTEL_SERVICE_NAME: 'seen-by-jaeger',
    OTEL_SAMPLING_PROBABILITY: '1',
  })
  await running.send(readPhoto('grace.jpg'))
  await running.stop()
  agent.close()
  const batches = packets.map(readThriftMessage)
  assert.ok(batches.every(({ name }) => name === 'emitBatch'))
  const structs = batches.map(({ body }) => body.get(1) as ThriftStruct)
  assert.ok(structs.every((batch) => (batch.get(1) as ThriftStruct).get(1) === 'seen-by-jaeger'))
  const spans = structs.flatMap((batch) => batch.get(2) as ThriftStruct[])
  const server = spans.find((span) => span.get(5) === 'POST /')
  const steps = spans.filter((span) => span !== server)
  assert.deepEqual(
    steps.map((span) => span.get(5)),
    ['queue', 'decode', 'preprocess', 'infer', 'postprocess', 'encode'],
  )
  const traceId = running.lines.find(({ event }) => event === 'inference_request')?.['trace_id']
  for (const span of spans) assert.equal(readTraceId(span), traceId)
  for (const step of steps) assert.equal(step.get(4), server?.get(3))
  const tags = steps[3]?.get(10) as ThriftStruct[]
  assert.equal(tags.find((tag) => tag.get(1) === 'ai.model.name')?.get(3), 'efficientnet-lite0')
})

/** Jaeger splits the 128 bits of a trace id: low half in field 1, high half in field 2. */
function readTraceId(span: ThriftStruct): string {
  const toHex = (half: unknown) =>
    BigInt.asUintN(64, half as bigint)
      .toString(16)
      .padStart(16, '0')
  return toHex(span.get(2)) + toHex(span.get(1))
}

it('a collector that is away is told once, in the log, and costs no request', async () => {
  const running = await FunctionUnderTest.start({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    OTEL_BSP_SCHEDULE_DELAY: '10',
    OTEL_EXPORTER_OTLP_TIMEOUT: '200',
    OTEL_SAMPLING_PROBABILITY: '1',
  })
  assert.equal((await running.send(readPhoto('grace.jpg'))).status, 200)
  assert.equal(await running.stop(), 0)
  assert.equal(running.lines.filter(({ event }) => event === 'trace_export_failed').length, 1)
  assert.deepEqual(running.noise, [])
})
