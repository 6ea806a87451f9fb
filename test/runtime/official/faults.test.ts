/** What the official templates get wrong, each row of it put right: facts of node18, node20 and node22. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { OfficialFunction } from './handlers.ts'

const HANDLER = `
const later = (work) => setTimeout(work, 20)
const actions = {
  '/rejects': async () => { throw new TypeError('secret /home/user') },
  '/throws': () => { throw new TypeError('secret /home/user') },
  '/throws-nothing': () => { throw undefined },
  '/fails-with-object': (event, context) => context.fail({ reason: 'no stock' }),
  '/fails-with-error': (event, context) => context.fail(new Error('no stock')),
  '/callback-error': (event, context, callback) => callback('no stock'),
  '/object': () => ({ a: 1 }),
  '/late-succeed': (event, context) => { later(() => context.succeed('late')) ; return 'first' },
  '/late-callback': (event, context, callback) => { later(() => callback(null, 'late')) ; return 'first' },
  '/twice': (event, context) => { context.succeed('first'); context.succeed('second') },
  '/late-throw': () => { later(() => { throw new TypeError('late') }); return 'first' },
  '/lost-rejection': () => { Promise.reject(new TypeError('lost')); return 'first' },
  '/throws-in-timer': () => new Promise(() => later(() => { throw new TypeError('in a timer') })),
  '/body': ({ body }) => ({ isBuffer: Buffer.isBuffer(body), bytes: body.length }),
  '/cycle': () => { const value = {}; value.value = value; return value },
  '/bad-header': (event, context) => context.headers({ 'x-bad': 'a\\nb' }).succeed('x'),
  '/bad-status': (event, context) => context.status(99).succeed('x'),
}
module.exports = (event, context, callback) => actions[event.path](event, context, callback)
`
const PROBLEM = 'application/problem+json'
const FAILED = /"detail":"The function failed\."/
const PNG = Buffer.from('89504e470d0a1a0a', 'hex')

const FORM = new FormData()
FORM.set('image', new Blob([PNG]), 'a.png')

const ROWS: readonly {
  fault: string
  path: string
  body?: RequestInit['body']
  type?: string
  status: number
  answers: RegExp
  contentType: string
}[] = [
  { fault: 'an async handler throws: 200', path: '/rejects', status: 500, answers: FAILED, contentType: PROBLEM },
  {
    fault: 'a sync handler throws: the process dies',
    path: '/throws',
    status: 500,
    answers: FAILED,
    contentType: PROBLEM,
  },
  { fault: 'nothing is thrown', path: '/throws-nothing', status: 500, answers: FAILED, contentType: PROBLEM },
  {
    fault: 'fail(obj): [object Object]',
    path: '/fails-with-object',
    status: 500,
    answers: /^\{"reason":"no stock"\}$/,
    contentType: 'application/json',
  },
  {
    fault: 'fail(error) as HTML',
    path: '/fails-with-error',
    status: 500,
    answers: /^Error: no stock$/,
    contentType: 'text/plain; charset=utf-8',
  },
  {
    fault: 'callback(error): 200',
    path: '/callback-error',
    status: 500,
    answers: /^no stock$/,
    contentType: 'text/plain; charset=utf-8',
  },
  {
    fault: 'an object as text/html',
    path: '/object',
    status: 200,
    answers: /^\{"a":1\}$/,
    contentType: 'application/json',
  },
  {
    fault: 'succeed from a timer kills the process',
    path: '/late-succeed',
    status: 200,
    answers: /^first$/,
    contentType: 'text/html; charset=utf-8',
  },
  {
    fault: 'a late callback kills the process',
    path: '/late-callback',
    status: 200,
    answers: /^first$/,
    contentType: 'text/html; charset=utf-8',
  },
  {
    fault: 'two answers kill the process',
    path: '/twice',
    status: 200,
    answers: /^first$/,
    contentType: 'text/html; charset=utf-8',
  },
  {
    fault: 'a throw after the answer kills the process',
    path: '/late-throw',
    status: 200,
    answers: /^first$/,
    contentType: 'text/html; charset=utf-8',
  },
  {
    fault: 'a lost rejection kills the process',
    path: '/lost-rejection',
    status: 200,
    answers: /^first$/,
    contentType: 'text/html; charset=utf-8',
  },
  {
    fault: 'a throw in a timer kills the process',
    path: '/throws-in-timer',
    status: 500,
    answers: FAILED,
    contentType: PROBLEM,
  },
  {
    fault: 'a picture is lost',
    path: '/body',
    body: PNG,
    type: 'image/png',
    status: 200,
    answers: /^\{"isBuffer":true,"bytes":8\}$/,
    contentType: 'application/json',
  },
  {
    fault: 'multipart is lost',
    path: '/body',
    body: FORM,
    status: 200,
    answers: /^\{"isBuffer":true,"bytes":\d{3}\}$/,
    contentType: 'application/json',
  },
  {
    fault: '413 as HTML with a stack',
    path: '/body',
    body: Buffer.alloc(102_401, 0x20),
    type: 'text/plain',
    status: 413,
    answers: /"detail":"The body is over 102400 bytes\."/,
    contentType: PROBLEM,
  },
  {
    fault: '400 as HTML with a stack',
    path: '/body',
    body: '{"a":',
    type: 'application/json',
    status: 400,
    answers: /"detail":"The body is not JSON\."/,
    contentType: PROBLEM,
  },
  { fault: 'an answer that is no JSON', path: '/cycle', status: 500, answers: FAILED, contentType: PROBLEM },
  { fault: 'a header that cannot be sent', path: '/bad-header', status: 500, answers: FAILED, contentType: PROBLEM },
  { fault: 'a status that cannot be sent', path: '/bad-status', status: 500, answers: FAILED, contentType: PROBLEM },
]

describe('a fault of the official templates is put right', () => {
  let mine: OfficialFunction
  let id = 0
  before(async () => {
    mine = await OfficialFunction.start({ 'handler.js': HANDLER })
  })
  after(async () => {
    assert.equal(await mine.stop(), 0)
    assert.deepEqual(mine.running.noise, [])
    assert.ok(!mine.running.lines.some(({ event }) => event === 'worker_failed'))
  })

  for (const { fault, path, body, type, status, answers, contentType } of ROWS) {
    it(`${fault} -> ${status} ${contentType}`, async () => {
      const headers = { 'x-call-id': `row-${++id}`, ...(type === undefined ? {} : { 'content-type': type }) }
      const answer = await mine.fetch(path, { method: 'POST', body: body ?? null, headers })
      const text = await answer.text()
      assert.deepEqual([answer.status, answer.headers.get('content-type')], [status, contentType])
      assert.match(text, answers)
      const line = await mine.running.waitForLine(({ request_id }) => request_id === headers['x-call-id'])
      assert.equal(line['status_code'], status)
      assert.doesNotMatch(text + JSON.stringify(line), /secret|\/home/)
    })
  }

  it('what comes too late is said in the log, with its place', async () => {
    const strays = ['late-answer', 'TypeError'].map((type) =>
      mine.running.waitForLine(({ event, error_type }) => event === 'handler_stray' && error_type === type),
    )
    const [late, error] = await Promise.all(strays)
    assert.equal(late?.['message'], 'The handler answered a request twice: the second answer is lost')
    assert.match(String(error?.['location']), /^handler\.js:\d+$/)
  })
})
