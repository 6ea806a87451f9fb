import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { FunctionUnderTest } from './function-under-test.ts'

/** Calls the stages that the body names, all at once or in turn, and says what they answered. */
const HANDLER = `
exports.default = async (request, { callFunction, answerJson, readParts }) => {
  if (request.query.has('parts')) await readParts({ required: ['source'] })
  const call = (name) => callFunction(name, { body: request.body, contentType: 'text/plain' })
  const names = request.body.toString().split(',')
  if (request.query.has('in-turn')) for (const name of names) await call(name)
  const answers = await Promise.all(names.map(call))
  return answerJson({ answers: answers.map(({ body }) => body.toString()) }, { similaritySource: 0.5 })
}`

interface Attributes {
  readonly key: string
  readonly value: Readonly<Record<string, string | number>>
}

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly attributes: readonly Attributes[]
  readonly status: { readonly code?: number }
}

const CLIENT_KIND = 3
const TRACE = '0af7651916cd43dd8448eb211c80319c'

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('a function that calls others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-calls-'))
  const spans: Span[] = []
  let seen: { name: string; headers: IncomingHttpHeaders }[] = []
  let held: ServerResponse[] = []
  let running: FunctionUnderTest

  /** A stage answers by its name; what is called `held` waits until the test lets it go. */
  const gateway = createServer((request, response) => {
    const name = (request.url ?? '').replace('/function/', '')
    seen.push({ name, headers: request.headers })
    request.resume()
    const answer = (status: number, headers = {}) => response.writeHead(status, headers).end(`${name} done`)
    if (name === 'held') held.push(response)
    else if (name === 'dead') answer(502)
    else if (name === 'busy') answer(429, { 'retry-after': '600' })
    else if (name === 'busy-once')
      answer(seen.filter((call) => call.name === name).length > 1 ? 200 : 503, { 'retry-after': '0' })
    else answer(200)
  })
  const collector = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    type Export = { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }
    const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString()) as Export
    spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })

  before(async () => {
    writeFileSync(join(folder, 'handler.js'), HANDLER)
    running = await FunctionUnderTest.start(
      {
        OPENFAAS_URL: await listen(gateway),
        OTEL_EXPORTER_OTLP_ENDPOINT: await listen(collector),
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_SAMPLING_PROBABILITY: '0',
        EXEC_TIMEOUT: '20s',
        MAX_CONCURRENCY: '3',
        MAX_QUEUE: '1',
      },
      { handler: folder },
    )
  })
  beforeEach(() => {
    ;[seen, held] = [[], []]
  })
  after(async () => {
    if (running.child.exitCode === null) await running.stop()
    gateway.closeAllConnections()
    gateway.close()
    collector.close()
    rmSync(folder, { recursive: true })
  })

  const send = (body: string, id: string, headers: Record<string, string> = {}, path = '/') =>
    running.send(body, { path, headers: { 'x-call-id': id, ...headers } })
  const findLine = (id: string) => running.waitForLine(({ request_id }) => request_id === id)

  it('serves many requests at once, in one worker', async () => {
    const answers = ['one', 'two', 'three'].map((id) => send('held', id))
    while (held.length < 3) await fetch(`${running.url}/healthz`)
    for (const response of held) response.end('held done')
    assert.deepEqual(
      (await Promise.all(answers)).map(({ status }) => status),
      [200, 200, 200],
    )
    assert.equal(running.lines.find(({ event }) => event === 'function_ready')?.['workers'], 1)
  })

  it('has MAX_CONCURRENCY requests in hand, lets MAX_QUEUE wait, and refuses the next', async () => {
    const accepted = Array.from({ length: 4 }, (_, id) => send('held', `accepted ${id}`))
    const isQueued = async () => (await (await fetch(running.metricsUrl)).text()).includes('vouch_queue_length 1\n')
    while (!(await isQueued()) || held.length < 3);
    const refused = await send('held', 'refused')
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1'])
    assert.equal(held.length, 3)
    for (const response of held.splice(0)) response.end()
    while (held.length < 1) await fetch(`${running.url}/healthz`)
    held[0]?.end()
    assert.deepEqual(
      (await Promise.all(accepted)).map(({ status }) => status),
      [200, 200, 200, 200],
    )
  })

  it('logs how many calls it made, and calls that began as worked on, whatever came of them', async () => {
    await send('a,b,busy-once', 'three stages')
    const { event, stages, similarity_source } = await findLine('three stages')
    assert.deepEqual([event, stages, similarity_source], ['inference_request', 4, 0.5])
    await send('dead', 'dead stage')
    const dead = await findLine('dead stage')
    assert.deepEqual([dead['event'], dead['stages'], dead['status_code']], ['inference_request', 1, 502])
  })

  it('refuses what it could not begin', async () => {
    const answer = await send('a', 'no parts', { 'content-type': 'multipart/form-data; boundary=x' }, '/?parts')
    assert.equal(answer.status, 400)
    const { event, stages } = await findLine('no parts')
    assert.deepEqual([event, stages], ['request_refused', undefined])
    assert.deepEqual(seen, [])
  })

  it('names the stage that failed, and hands on for how long a busy one asks to wait', async () => {
    const dead = await send('a,dead', 'x')
    const problem = (await dead.json()) as Record<string, unknown>
    assert.deepEqual([dead.status, problem['function'], problem['function_status']], [502, 'dead', 502])
    assert.equal(problem['detail'], 'The function dead answered 502.')
    const busy = await send('busy', 'y')
    assert.deepEqual([busy.status, busy.headers.get('retry-after')], [429, '600'])
  })

  it('obeys the deadline of its caller, and hands down what is left of it', async () => {
    const late = await send('held', 'late', { 'x-vouch-deadline-ms': '300' })
    assert.equal(late.status, 504)
    assert.ok(Number(seen[0]?.headers['x-vouch-deadline-ms']) <= 275)
    assert.equal((await send('a', 'unbounded', { 'x-vouch-deadline-ms': '3600000' })).status, 200)
    assert.ok(Number(seen[1]?.headers['x-vouch-deadline-ms']) <= 20_000)
    const wrong = await send('a', 'wrong', { 'x-vouch-deadline-ms': 'soon' })
    assert.equal(wrong.status, 400)
  })

  it('ends its call, and begins no other, when its caller has left', async () => {
    const leaving = new AbortController()
    const { signal } = leaving
    const left = fetch(`${running.url}/?in-turn`, { method: 'POST', body: 'held,after', signal })
    while (held.length < 1) await fetch(`${running.url}/healthz`)
    leaving.abort()
    await assert.rejects(left, { name: 'AbortError' })
    const [response] = held as [ServerResponse]
    await once(response, 'close', { signal: AbortSignal.timeout(15_000) })
    assert.equal((await send('a', 'next')).status, 200)
    assert.deepEqual(
      seen.map(({ name }) => name),
      ['held', 'a'],
    )
  })

  it('makes each call a client span below its own, and the parent of the stage', async () => {
    const traceparent = `00-${TRACE}-b7ad6b7169203331-01`
    await send('a,busy-once', 'traced', { traceparent })
    await running.stop()
    const own = spans.find((span) => span.attributes.some(({ value }) => value['stringValue'] === 'traced'))
    const calls = spans.filter(({ parentSpanId, kind }) => parentSpanId === own?.spanId && kind === CLIENT_KIND)
    assert.deepEqual(calls.map(({ name }) => name).sort(), ['call a', 'call busy-once', 'call busy-once'])
    assert.equal(calls.filter(({ status }) => status.code === 2).length, 1)
    const parents = seen.map(({ headers }) => headers['traceparent'])
    assert.deepEqual(parents.sort(), calls.map(({ spanId }) => `00-${TRACE}-${spanId}-01`).sort())
    assert.ok(seen.every(({ headers }) => headers['x-call-id'] === 'traced'))
  })
})
