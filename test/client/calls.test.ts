import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import timers from 'node:timers/promises'
import { createFunctionsClient } from '../../src/client/index.ts'
import { answerJson, startFakeGateway } from './fake-gateway.ts'
import { startPipe } from './pipe-gateway.ts'

const CLASSES = { predictions: [], model_version: 'v1' }
const busy = { status: 429, title: 'Too many requests' }

test('429 and 503 are asked again when Retry-After says so, with the whole body', async (t) => {
  const { url, seen } = await startFakeGateway(t, (response, call) => {
    if (call === 1) return answerJson(response, busy, 429, { 'retry-after': '0' })
    if (call === 2) return response.writeHead(503, { 'retry-after': new Date(0).toUTCString() }).end('No endpoints')
    answerJson(response, CLASSES)
  })
  const folder = mkdtempSync(join(tmpdir(), 'vouch-client-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'photo'), 'picture')
  assert.deepEqual(await createFunctionsClient(url).classify(join(folder, 'photo')), CLASSES)
  assert.deepEqual(
    seen.map(({ body }) => body.toString()),
    ['picture', 'picture', 'picture'],
  )
})

test('no pause that goes past the time of the call is waited for', async (t) => {
  const { url, seen } = await startFakeGateway(t, (response) =>
    answerJson(response, busy, 429, { 'retry-after': '3600' }),
  )
  await assert.rejects(createFunctionsClient(url).classify(Buffer.from('x')), { name: 'ProblemError', status: 429 })
  assert.equal(seen.length, 1)
})

test('a stream is sent once; so is a body whose caller wants no retry, and one that is refused without Retry-After', async (t) => {
  const { url, seen } = await startFakeGateway(t, (response, call) =>
    answerJson(response, busy, call === 3 ? 503 : 429, call === 3 ? {} : { 'retry-after': '0' }),
  )
  const { classify } = createFunctionsClient(url)
  await assert.rejects(classify(Readable.from([Buffer.from('x')])), { status: 429 })
  await assert.rejects(classify(Buffer.from('x'), { retry: false }), { status: 429 })
  await assert.rejects(classify(Buffer.from('x')), { status: 503 })
  assert.equal(seen.length, 3)
})

test('a call that nobody answers ends when its time is over', async (t) => {
  const { url } = await startFakeGateway(t, () => {})
  await assert.rejects(createFunctionsClient(url).classify(Buffer.from('x'), { timeoutMs: 50 }), {
    name: 'GatewayError',
    code: 'TIMEOUT',
    message: `No answer within 0.05 s: POST ${url}/function/image-classifier`,
  })
})

test('the time goes on until the last byte of the answer', async (t) => {
  const { url } = await startFakeGateway(t, (response) =>
    response.writeHead(200, { 'content-length': 100 }).write('half'),
  )
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const answer = await createFunctionsClient(url).invoke('slow', Buffer.of(), { timeoutMs: 60_000 })
  const read = assert.rejects(text(answer.body), { name: 'GatewayError', code: 'TIMEOUT' })
  t.mock.timers.tick(60_000)
  await read
})

test('the time goes on over the pauses', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  t.mock.method(timers, 'setTimeout', async (pauseMs: number) => t.mock.timers.tick(pauseMs))
  const { url, seen } = await startFakeGateway(t, (response, call) => {
    if (call === 1) answerJson(response, busy, 429, { 'retry-after': '50' })
    else t.mock.timers.tick(10_000)
  })
  await assert.rejects(createFunctionsClient(url).invoke('slow', Buffer.of(), { timeoutMs: 60_000 }), {
    name: 'GatewayError',
    code: 'TIMEOUT',
  })
  assert.equal(seen.length, 2)
})

test('a pause that leaves no time for another attempt is not made: the busy answer stands', async (t) => {
  const { url, seen } = await startFakeGateway(t, (response) =>
    answerJson(response, busy, 429, { 'retry-after': '60' }),
  )
  await assert.rejects(createFunctionsClient(url).invoke('slow', Buffer.of(), { timeoutMs: 60_200 }), {
    name: 'ProblemError',
    status: 429,
  })
  assert.equal(seen.length, 1)
})

test('a caller may give up in a pause', async (t) => {
  const { url, seen } = await startFakeGateway(t, (response) =>
    answerJson(response, busy, 429, { 'retry-after': '50' }),
  )
  const caller = new AbortController()
  const reason = new Error('enough')
  const { setTimeout: sleep } = timers
  const { mock: pause } = t.mock.method(timers, 'setTimeout', (...call: Parameters<typeof sleep>) => {
    setImmediate(() => caller.abort(reason))
    return sleep(...call)
  })
  await assert.rejects(createFunctionsClient(url).invoke('slow', Buffer.of(), { signal: caller.signal }), reason)
  await assert.rejects(async () => pause.calls[0]?.result, { name: 'AbortError' })
  assert.equal(seen.length, 1)
})

test('an answer that nobody reads is let go when its time is over, without a word', async (t) => {
  const { url } = await startFakeGateway(t, (response) => response.writeHead(200).write('half'))
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const answer = await createFunctionsClient(url).invoke('slow', Buffer.of(), { timeoutMs: 60_000 })
  const closed = new Promise<void>((resolve) => answer.body.once('close', resolve))
  t.mock.timers.tick(60_000)
  await closed
})

test("a caller that gives up sees its own reason, before, during and after the answer's first byte", async (t) => {
  const { url } = await startFakeGateway(t, (response, _, { url }) => {
    if (url === '/function/slow') response.writeHead(200).write('half')
  })
  const { invoke } = createFunctionsClient(url)
  const reason = new Error('enough')
  await assert.rejects(invoke('silent', Buffer.of(), { signal: AbortSignal.abort(reason) }), reason)
  const during = new AbortController()
  const call = invoke('silent', Buffer.of(), { signal: during.signal })
  setImmediate(() => during.abort(reason))
  await assert.rejects(call, reason)
  const after = new AbortController()
  const answer = await invoke('slow', Buffer.of(), { signal: after.signal })
  after.abort(reason)
  await assert.rejects(text(answer.body), reason)
})

test('what is wrong with the body is told as it is', async (t) => {
  const { url } = await startFakeGateway(t, (response) => answerJson(response, CLASSES))
  const { classify, removeBackground } = createFunctionsClient(url)
  await assert.rejects(classify('/nowhere/photo.jpg'), { code: 'ENOENT' })
  await assert.rejects(classify(tmpdir()), { code: 'EISDIR' })
  const broken = () =>
    Readable.from(
      (async function* () {
        yield Buffer.from('half')
        throw new Error('the camera is gone')
      })(),
    )
  await assert.rejects(classify(broken()), { message: 'the camera is gone' })
  const background = { picture: broken() }
  await assert.rejects(removeBackground(Buffer.from('x'), { background }), { message: 'the camera is gone' })
})

test('a gateway that is not there is one sentence with a code', async () => {
  await assert.rejects(createFunctionsClient('http://127.0.0.1:1').classify(Buffer.from('x')), {
    name: 'GatewayError',
    code: 'ECONNREFUSED',
    message: 'The gateway cannot be reached (ECONNREFUSED): POST http://127.0.0.1:1/function/image-classifier',
  })
})

test('bodies stream both ways: the first part comes back before the last is sent', async (t) => {
  const url = await startPipe(t)
  const upload = new PassThrough()
  upload.write('first ')
  const { body } = await createFunctionsClient(url).invoke('pipe', upload)
  const parts: string[] = []
  for await (const part of body) if (parts.push(String(part)) === 1) upload.end('last')
  assert.deepEqual(parts, ['first ', 'last'])
})

test('a large file goes through a form and back unchanged', async (t) => {
  const url = await startPipe(t)
  const folder = mkdtempSync(join(tmpdir(), 'vouch-client-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const picture = randomBytes(30 * 2 ** 20)
  writeFileSync(join(folder, 'photo'), picture)
  const { removeBackground } = createFunctionsClient(url)
  const answer = await removeBackground(join(folder, 'photo'), { background: { picture: join(folder, 'photo') } })
  const back = await answer.buffer()
  const first = back.indexOf(picture)
  assert.ok(first > 0 && back.indexOf(picture, first + picture.length) > 0)
})
