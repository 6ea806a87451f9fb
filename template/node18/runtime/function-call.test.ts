import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { AvailabilityError, type FunctionError, InputError } from './errors.ts'
import { type CallContext, callFunction } from './function-call.ts'
import { readClockMs } from './steps.ts'

const TRACE = { traceId: '0af7651916cd43dd8448eb211c80319c', sampled: true, traceState: 'a=1' }

interface Seen {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

describe('callFunction', () => {
  let gateway: Server
  let replies: ((response: ServerResponse) => void)[]
  let seen: Seen[]
  let attempts: [string, string][]
  beforeEach(async () => {
    ;[replies, seen, attempts] = [[], [], []]
    gateway = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const body = Buffer.concat(chunks).toString()
      seen.push({ url: request.url ?? '', headers: request.headers, body })
      const reply =
        replies.shift() ??
        ((last) => last.writeHead(200, { 'content-type': 'text/plain', 'x-vouch-quality': '0.9' }).end('done'))
      reply(response)
    })
    gateway.listen(0, '127.0.0.1')
    await once(gateway, 'listening')
  })
  afterEach(() => {
    gateway.closeAllConnections()
    gateway.close()
  })

  const context = (leftMs = 5000, signal = new AbortController().signal): CallContext => ({
    gatewayUrl: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/`,
    requestId: 'r-1',
    trace: TRACE,
    deadlineAtMs: readClockMs() + leftMs,
    signal,
    record(name, spanId, attempt) {
      attempts.push([name, spanId])
      return attempt()
    },
  })
  const call = (leftMs?: number) =>
    callFunction('face-encoder', { body: Buffer.from('bytes'), contentType: 'image/*' }, context(leftMs))
  const answer =
    (status: number, headers: Record<string, string> = {}, body = '') =>
    (response: ServerResponse) =>
      void response.writeHead(status, headers).end(body)
  const problem = (status: number, type: string, detail = 'In its words.') =>
    answer(status, { 'content-type': 'application/problem+json' }, JSON.stringify({ type, status, detail }))
  async function fail(leftMs?: number): Promise<FunctionError> {
    const error = await call(leftMs).then(
      () => undefined,
      (thrown) => thrown,
    )
    assert.ok(error instanceof InputError || error instanceof AvailabilityError, String(error))
    return error
  }

  it('posts the body to the function, as part of the trace and under the same request id', async () => {
    const request = { body: Buffer.from('bytes'), contentType: 'image/png', query: { strict: 1 }, accept: 'image/webp' }
    const { contentType, body, headers } = await callFunction('face-encoder', request, context())
    assert.deepEqual([contentType, body.toString(), headers.get('x-vouch-quality')], ['text/plain', 'done', '0.9'])
    const [sent] = seen as [Seen]
    assert.deepEqual([sent.url, sent.body], ['/function/face-encoder?strict=1', 'bytes'])
    const [[name, spanId]] = attempts as [[string, string]]
    assert.equal(name, 'face-encoder')
    assert.equal(sent.headers['traceparent'], `00-${TRACE.traceId}-${spanId}-01`)
    assert.equal(sent.headers['tracestate'], 'a=1')
    assert.equal(sent.headers['x-call-id'], 'r-1')
    assert.equal(sent.headers['content-type'], 'image/png')
    assert.equal(sent.headers.accept, 'image/webp')
  })

  it('hands down what is left of the deadline, less the time to hand the answer on', async () => {
    await call(5000)
    const leftMs = Number(seen[0]?.headers['x-vouch-deadline-ms'])
    assert.ok(leftMs > 0 && leftMs <= 4975, `${leftMs}`)
  })

  for (const status of [429, 503]) {
    it(`calls again after ${status}, with a span of its own`, async () => {
      replies = [answer(status, { 'retry-after': '0' }), answer(status, { 'retry-after': '0' })]
      assert.equal((await call()).body.toString(), 'done')
      assert.equal(new Set(attempts.map(([, spanId]) => spanId)).size, 3)
    })

    it(`hands ${status} on with its Retry-After when that is later than the deadline`, async () => {
      replies = [answer(status, { 'retry-after': '60' })]
      const { code, message, facts } = await fail()
      assert.equal(code, status === 429 ? 'stage-busy' : 'stage-unavailable')
      assert.equal(message, `The function face-encoder answered ${status}: try again in 60 s.`)
      assert.deepEqual(facts, { function: 'face-encoder', functionStatus: status, retryAfter: 60 })
      assert.equal(seen.length, 1)
    })
  }

  it('hands a busy answer on when the pause would leave too little time for another attempt', async () => {
    replies = [answer(429, { 'retry-after': '1' })]
    const { code, facts } = await fail(1250)
    assert.deepEqual([code, facts['retryAfter'], seen.length], ['stage-busy', 1, 1])
  })

  it('leaves a fault of the picture what it is, in the words of the stage', async () => {
    replies = [problem(422, 'urn:vouch:problem:no-face')]
    const error = await fail()
    assert.ok(error instanceof InputError)
    assert.deepEqual([error.code, error.message], ['no-face', 'In its words.'])
    assert.deepEqual(error.facts, { function: 'face-encoder', functionStatus: 422 })
  })

  it('keeps the part of the request that the stage blames', async () => {
    const body = {
      type: 'urn:vouch:problem:no-face',
      status: 422,
      detail: 'Part source: No face was found.',
      part: 'source',
    }
    replies = [answer(422, { 'content-type': 'application/problem+json' }, JSON.stringify(body))]
    const { message, facts } = await fail()
    assert.equal(message, 'Part source: No face was found.')
    assert.deepEqual(facts, { function: 'face-encoder', functionStatus: 422, part: 'source' })
  })

  const FAILURES = [
    { name: 'a fault of the stage', reply: problem(500, 'urn:vouch:problem:internal-error'), status: 500 },
    { name: 'a stage that is not there', reply: answer(404), status: 404 },
    { name: 'a dead stage', reply: answer(502), status: 502 },
    { name: 'an unknown problem', reply: problem(422, 'urn:example:other'), status: 422 },
    { name: 'a name that is no problem', reply: problem(422, 'urn:vouch:problem:toString'), status: 422 },
    { name: 'a problem of another status', reply: problem(400, 'urn:vouch:problem:no-face'), status: 400 },
    { name: 'a path of ours that it does not know', reply: problem(404, 'urn:vouch:problem:not-found'), status: 404 },
    {
      name: 'a problem that is no JSON',
      reply: answer(422, { 'content-type': 'application/problem+json' }, '{'),
      status: 422,
    },
    { name: 'a way elsewhere', reply: answer(307, { location: '/function/face-swapper' }), status: 307 },
  ]
  for (const { name, reply, status } of FAILURES) {
    it(`names the stage and its status for ${name}`, async () => {
      replies = [reply]
      const { code, message, facts } = await fail()
      assert.deepEqual([code, message], ['stage-failed', `The function face-encoder answered ${status}.`])
      assert.deepEqual([facts['function'], facts['functionStatus']], ['face-encoder', status])
    })
  }

  it('says that a gateway cannot be reached', async () => {
    const unreachable = { ...context(), gatewayUrl: 'http://127.0.0.1:1' }
    const work = callFunction('face-encoder', { body: Buffer.alloc(1), contentType: 'image/*' }, unreachable)
    await assert.rejects(work, { code: 'stage-failed', message: 'The function face-encoder could not be reached.' })
  })

  it('calls once more over a connection that was closed under it, and not twice', async () => {
    replies = [(response) => response.destroy()]
    assert.equal((await call()).body.toString(), 'done')
    replies = [(response) => response.destroy(), (response) => response.destroy()]
    assert.equal((await fail()).message, 'The function face-encoder could not be reached.')
    assert.equal(seen.length, 4)
  })

  it('gives up when the deadline passes while the stage works', async () => {
    replies = [() => {}]
    const { code, message } = await fail(200)
    assert.deepEqual([code, message], ['stage-late', 'The function face-encoder did not answer in time.'])
  })

  for (const { name, reply } of [
    { name: 'while the stage works', reply: () => {} },
    { name: 'in the pause of a busy stage', reply: answer(429, { 'retry-after': '2' }) },
  ]) {
    it(`ends, and calls no more, when nobody waits any more ${name}`, async () => {
      const leaving = new AbortController()
      replies = [
        (response) => {
          reply(response)
          setImmediate(() => leaving.abort())
        },
      ]
      const request = { body: Buffer.alloc(1), contentType: 'image/*' }
      await assert.rejects(callFunction('face-encoder', request, context(5000, leaving.signal)), { name: 'AbortError' })
      assert.equal(seen.length, 1)
    })
  }

  it('does not call at all when no time is left', async () => {
    assert.equal((await fail(20)).code, 'stage-late')
    assert.deepEqual(seen, [])
  })
})
