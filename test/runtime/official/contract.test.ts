import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { OfficialFunction } from './handlers.ts'

/** Written as for the official template node18; the path chooses what it does. */
const HANDLER = `
'use strict'
let calls = 0
const describe = ({ body, ...event }) => ({ ...event, isBuffer: Buffer.isBuffer(body), body: Buffer.isBuffer(body) ? body.toString('hex') : body })
const actions = {
  '/echo': (event) => describe(event),
  '/count': () => ({ calls: ++calls }),
  '/status': (event, context) => context.status(201).headers({ 'X-Colour': 'blue', 'Content-Type': 'text/csv', 'Set-Cookie': ['a=1', 'b=2'] }).succeed('a,b'),
  '/getters': (event, context) => ({ status: context.status(), headers: context.headers({ a: 'b' }).headers() }),
  '/text': () => '<p>text</p>',
  '/bytes': () => Buffer.from([0, 255]),
  '/list': () => [1, 2],
  '/number': () => 5,
  '/nothing': (event, context) => { context.status(204) },
  '/slow': async () => { await new Promise((resolve) => setTimeout(resolve, 300)); return 'slow' },
  '/refuse': (event, context) => context.status(422).fail('no <b>such</b> thing'),
}
module.exports = async (event, context) => actions[event.path](event, context)
`

describe('an official-style handler', () => {
  let mine: OfficialFunction
  before(async () => {
    mine = await OfficialFunction.start({ 'handler.js': HANDLER }, { OPENFAAS_NAME: 'mine', MAX_JSON_SIZE: '1kb' })
  })
  after(() => mine.stop())

  const post = (path: string, body: RequestInit['body'], type?: string) =>
    mine.fetch(path, {
      method: 'POST',
      body: body ?? null,
      headers: type === undefined ? {} : { 'content-type': type },
    })
  const echo = async (body: RequestInit['body'], type?: string) =>
    (await (await post('/echo', body, type)).json()) as { body: unknown; isBuffer: boolean }

  it('gets body, headers, method, query and path', async () => {
    const answer = await mine.fetch('/echo?a=1&b[c]=2&d=3&d=4', {
      method: 'PUT',
      body: 'hello',
      headers: { 'x-mine': 'yes', 'content-type': 'text/plain' },
    })
    const { headers, ...event } = (await answer.json()) as { headers: Record<string, string> }
    assert.deepEqual(event, {
      method: 'PUT',
      query: { a: '1', b: { c: '2' }, d: ['3', '4'] },
      path: '/echo',
      isBuffer: false,
      body: 'hello',
    })
    assert.equal(headers['x-mine'], 'yes')
  })

  it('answers any method', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      assert.equal(((await (await mine.fetch('/echo', { method })).json()) as { method: string }).method, method)
    const head = await mine.fetch('/text', { method: 'HEAD' })
    assert.deepEqual([head.status, head.headers.get('content-length'), await head.text()], [200, '11', ''])
  })

  const BODIES = [
    { name: 'JSON is an object', body: '{"a":[1]}', type: 'application/json; charset=utf-8', expected: { a: [1] } },
    {
      name: 'a form is an object',
      body: 'a=1&b[]=2&b[]=3',
      type: 'application/x-www-form-urlencoded',
      expected: { a: '1', b: ['2', '3'] },
    },
    { name: 'a text is a string', body: 'grüße', type: 'text/html', expected: 'grüße' },
    {
      name: 'a text in another charset is decoded',
      body: Buffer.from('grüße', 'latin1'),
      type: 'text/plain; charset=iso-8859-1',
      expected: 'grüße',
    },
    { name: 'bytes without a type are a string', body: Buffer.from('abc'), type: undefined, expected: 'abc' },
  ]
  for (const { name, body, type, expected } of BODIES) {
    it(`reads the body by its type: ${name}`, async () => assert.deepEqual((await echo(body, type)).body, expected))
  }

  it('has {} for a body when there is none', async () => {
    assert.deepEqual(((await (await mine.fetch('/echo')).json()) as { body: unknown }).body, {})
  })

  it('reads a body that arrives in chunks, and a compressed one', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
      const sending = request(`${mine.running.url}/echo`, { method: 'POST', headers }, (response) => {
        response.setEncoding('utf8').on('data', resolve)
      })
      sending.on('error', reject)
      const packed = gzipSync('{"a":1}')
      sending.write(packed.subarray(0, 10))
      sending.end(packed.subarray(10))
    })
    assert.deepEqual(JSON.parse(text).body, { a: 1 })
  })

  it('sets status and headers by its context, and reads them back', async () => {
    const answer = await mine.fetch('/status')
    assert.equal(answer.status, 201)
    assert.equal(answer.headers.get('x-colour'), 'blue')
    assert.equal(answer.headers.get('content-type'), 'text/csv')
    assert.deepEqual(answer.headers.getSetCookie(), ['a=1', 'b=2'])
    assert.equal(await answer.text(), 'a,b')
    assert.deepEqual(await (await mine.fetch('/getters')).json(), { status: 200, headers: { a: 'b' } })
  })

  const VALUES = [
    { path: '/text', type: 'text/html; charset=utf-8', body: '<p>text</p>' },
    { path: '/bytes', type: 'application/octet-stream', body: '\u0000\ufffd' },
    { path: '/list', type: 'application/json', body: '[1,2]' },
    { path: '/number', type: 'application/json', body: '5' },
  ]
  for (const { path, type, body } of VALUES) {
    it(`answers what it returns: ${path} is ${type}`, async () => {
      const answer = await mine.fetch(path)
      assert.deepEqual([answer.status, answer.headers.get('content-type'), await answer.text()], [200, type, body])
    })
  }

  it('answers nothing with the status that it set', async () => {
    const answer = await mine.fetch('/nothing')
    assert.deepEqual([answer.status, await answer.text()], [204, ''])
  })

  it('keeps what its module holds between requests', async () => {
    const counts = [await mine.fetch('/count'), await mine.fetch('/count')].map((answer) => answer.json())
    assert.deepEqual(await Promise.all(counts), [{ calls: 1 }, { calls: 2 }])
  })

  it('works on many requests at once: 50 of 300 ms each are in flight together', async () => {
    const waiting = Array.from({ length: 50 }, () => mine.fetch('/slow'))
    while (!(await (await fetch(mine.running.metricsUrl)).text()).includes('vouch_inflight 50\n'));
    const answers = await Promise.all(waiting)
    assert.ok(answers.every(({ status }) => status === 200))
  })

  it('is logged as ours: inference_request when the handler was called, request_refused when it was not', async () => {
    const send = (id: string, path: string, init: RequestInit = {}) =>
      mine.fetch(path, { ...init, headers: { ...init.headers, 'x-call-id': id } })
    await send('called', '/text')
    await send('failed', '/refuse')
    await send('refused', '/echo', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } })
    const find = (id: string) => mine.running.waitForLine(({ request_id }) => request_id === id)
    const shown = async (id: string) => {
      const { event, function: name, status_code, error_type, error_message } = await find(id)
      return [event, name, status_code, error_type, error_message]
    }
    assert.deepEqual(await shown('called'), ['inference_request', 'mine', 200, undefined, undefined])
    assert.deepEqual(await shown('failed'), [
      'inference_request',
      'mine',
      422,
      'handler-failed',
      'The handler answered 422.',
    ])
    assert.deepEqual(await shown('refused'), [
      'request_refused',
      'mine',
      400,
      'body-malformed',
      'The body is not JSON.',
    ])
    const line = await find('called')
    assert.ok(Number(line['latency_ms']) >= 0)
    assert.match(String(line['trace_id']), /^[0-9a-f]{32}$/)
  })
})

describe('an official-style handler with RAW_BODY', () => {
  it('gets every body as a Buffer, up to MAX_RAW_SIZE', async () => {
    const handler = 'module.exports = async ({ body }) => ({ isBuffer: Buffer.isBuffer(body), bytes: body.length })'
    const mine = await OfficialFunction.start({ 'handler.js': handler }, { RAW_BODY: 'true', MAX_RAW_SIZE: '1kb' })
    const send = (bytes: number) =>
      mine.fetch('/', {
        method: 'POST',
        body: Buffer.alloc(bytes, 0x20),
        headers: { 'content-type': 'application/json' },
      })
    assert.deepEqual(await (await send(1024)).json(), { isBuffer: true, bytes: 1024 })
    assert.equal((await send(1025)).status, 413)
    assert.equal(await mine.stop(), 0)
  })
})

describe('the file handler.js of an official-style folder', () => {
  const PACKAGE = (type: string) => JSON.stringify({ name: 'mine', type, dependencies: { greeter: '1.0.0' } })
  const GREETER = {
    'node_modules/greeter/package.json': '{"name":"greeter","version":"1.0.0","main":"index.js"}',
    'node_modules/greeter/index.js': "exports.greet = (name) => 'hello ' + name",
  }
  const FORMS = [
    {
      name: 'a CommonJS module',
      type: 'commonjs',
      code: "const { greet } = require('greeter'); module.exports = async () => greet('you')",
    },
    {
      name: 'an ES module',
      type: 'module',
      code: "import { greet } from 'greeter'; export default async () => greet('you')",
    },
    {
      name: 'an ES module that awaits at its top',
      type: 'module',
      code: "const { greet } = await import('greeter'); export default async () => greet('you')",
    },
    {
      name: 'transpiled from an ES module',
      type: 'commonjs',
      code: "const { greet } = require('greeter'); exports.__esModule = true; exports.default = async () => greet('you')",
    },
    {
      name: 'one that takes the callback',
      type: 'commonjs',
      code: "module.exports = (event, context, callback) => { setTimeout(() => callback(null, require('greeter').greet('you')), 5) }",
    },
  ]
  for (const { name, type, code } of FORMS) {
    it(`is loaded with its own dependencies: ${name}`, async () => {
      const mine = await OfficialFunction.start({ ...GREETER, 'package.json': PACKAGE(type), 'handler.js': code })
      assert.equal(await (await mine.fetch()).text(), 'hello you')
      assert.equal(await mine.stop(), 0)
    })
  }

  it('stops the start when it exports no function', async () => {
    const start = OfficialFunction.start({ 'handler.js': 'module.exports = { handle() {} }' })
    await assert.rejects(
      start,
      /"The handler exports no function: neither module\.exports nor a default export is one\."/,
    )
  })
})
