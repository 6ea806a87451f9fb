import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type LogStore, startLogStore } from '../../src/local/log-store/start.ts'
import { ask } from './store-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'log-store-'))
let store: LogStore
let url: string
before(async () => {
  store = await startLogStore({ host: '127.0.0.1', port: 0, dataFolder: folder })
  url = `http://127.0.0.1:${store.port}`
})
after(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const T = 1_700_000_000_000_000_000n
const JSON_TYPE = { 'content-type': 'application/json' }

async function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = JSON_TYPE) {
  const response = await fetch(`${url}/loki/api/v1/push`, { method: 'POST', headers, body })
  return { status: response.status, text: await response.text() }
}

function pushBody(stream: object, ...values: unknown[][]): string {
  return JSON.stringify({ streams: [{ stream, values }] })
}

async function get(path: string) {
  const response = await fetch(url + path)
  return { status: response.status, text: await response.text() }
}

test('a push is in the next answer, to the nanosecond, and a repeated one is not counted twice', async () => {
  const body = pushBody(
    { app: 'a' },
    [String(T), 'one'],
    [String(T), 'one'],
    [String(T), 'two'],
    [String(T + 1n), 'one'],
  )
  assert.deepEqual(await post(body), { status: 204, text: '' })
  assert.equal((await post(body)).status, 204)
  assert.equal(await ask(url, 'sum(count_over_time({app="a"}[1m]))', T + 1n), 3)
  assert.equal(await ask(url, 'sum(count_over_time({app="a"}[1m]))', T), 2)
  assert.equal(await ask(url, 'sum(count_over_time({app="a"}[1m]))', T + 60_000_000_000n), 1)
})

test('older lines are taken after newer ones, and a compressed body is understood', async () => {
  const body = pushBody({ app: 'old' }, [String(T), 'new'], [String(T - 5n), 'old'], [String(T - 5n), 'old'])
  assert.equal((await post(gzipSync(body), { ...JSON_TYPE, 'content-encoding': 'gzip' })).status, 204)
  assert.equal(await ask(url, 'sum(count_over_time({app="old"}[1m]))', T), 2)
})

test('structured metadata is a label of the line, and sets it apart', async () => {
  await post(pushBody({ app: 'meta' }, [String(T), 'x', { 'pod.name': 'p' }], [String(T), 'x'], [String(T), 'x']))
  assert.equal(await ask(url, 'sum(count_over_time({app="meta"} | pod_name="p" [1m]))', T), 1)
  assert.equal(await ask(url, 'sum(count_over_time({app="meta"}[1m]))', T), 2)
})

test('an answer is read across the chunks in which rows are fetched', async () => {
  const values = Array.from({ length: 9000 }, (_, n) => [String(T + BigInt(n >> 1)), `line ${n}`])
  await post(pushBody({ app: 'many' }, ...values))
  assert.equal(await ask(url, 'sum(count_over_time({app="many"}[1m]))', T + 9000n), 9000)
})

test('a line over 256 KiB is refused by name, and the others of the request are stored', async () => {
  const body = pushBody({ app: 'long' }, [String(T), 'x'.repeat(262_145)], [String(T), 'y'.repeat(262_144)])
  assert.deepEqual(await post(body), {
    status: 400,
    text: "max entry size '262144' bytes exceeded for stream '{app=\"long\"}' while adding an entry with length '262145' bytes\n",
  })
  assert.equal(await ask(url, 'sum(count_over_time({app="long"}[1m]))', T), 1)
})

const wrongPushes: { name: string; body: string; headers?: Record<string, string>; status: number; text: string }[] = [
  {
    name: 'no streams',
    body: '{}',
    status: 422,
    text: 'error at least one valid stream is required for ingestion\n',
  },
  {
    name: 'no labels',
    body: pushBody({}, [String(T), 'x']),
    status: 400,
    text: 'error at least one label pair is required per stream\n',
  },
  {
    name: 'a wrong label name',
    body: pushBody({ 'a-b': 'c' }, [String(T), 'x']),
    status: 400,
    text: "couldn't parse labels: parse error: unexpected label name 'a-b'\n",
  },
  {
    name: 'a time that is no integer',
    body: pushBody({ app: 'a' }, ['soon', 'x']),
    status: 400,
    text: 'cannot decode the push request: expected ["<nanoseconds>", "<line>", {"name": "value"}] but received ["soon","x",null]\n',
  },
  {
    name: 'a time far ahead',
    body: pushBody({ app: 'a' }, ['9000000000000000000', 'x']),
    status: 400,
    text: 'entry for stream \'{app="a"}\' has timestamp too new: 2255-03-14T16:00:00.000Z\n',
  },
  {
    name: 'sixteen labels',
    body: pushBody(Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`l${n + 10}`, 'x'])), [String(T), 'x']),
    status: 400,
    text: `entry for stream '{${Array.from({ length: 16 }, (_, n) => `l${n + 10}="x"`).join(', ')}}' has 16 label names; limit 15\n`,
  },
  {
    name: 'protobuf',
    body: 'x',
    headers: { 'content-type': 'application/x-protobuf' },
    status: 415,
    text: 'unsupported by the embedded log store: push as protobuf (send application/json)\n',
  },
  {
    name: 'an encoding that is named as a property of every object',
    body: '{}',
    headers: { ...JSON_TYPE, 'content-encoding': 'constructor' },
    status: 400,
    text: 'Content-Encoding "constructor" not supported\n',
  },
  {
    name: 'an unknown encoding',
    body: 'x',
    headers: { ...JSON_TYPE, 'content-encoding': 'br' },
    status: 400,
    text: 'Content-Encoding "br" not supported\n',
  },
]
for (const { name, body, headers, status, text } of wrongPushes) {
  test(`a push with ${name} is answered ${status}`, async () =>
    assert.deepEqual(await post(body, headers), { status, text }))
}

test('a body over 32 MiB is answered 413', async () => {
  assert.equal(
    (await post(gzipSync(Buffer.alloc(33 * 1024 * 1024)), { ...JSON_TYPE, 'content-encoding': 'gzip' })).status,
    413,
  )
})

test('a range query is aligned to its step as Loki aligns it', async () => {
  const { text } = await get('/loki/api/v1/query_range?query=1%2B1&start=100&end=250&step=60')
  assert.deepEqual(JSON.parse(text).data.result, [
    { metric: {}, values: [60, 120, 180, 240, 300].map((time) => [time, '2']) },
  ])
})

const reads: { path: string; status: number; text: string }[] = [
  { path: '/ready', status: 200, text: 'ready\n' },
  { path: '/loki/api/v1/query', status: 400, text: 'parse error : syntax error: unexpected $end\n' },
  { path: '/loki/api/v1/query?query=1&time=x', status: 400, text: 'strconv.ParseInt: parsing "x": invalid syntax\n' },
  {
    path: '/loki/api/v1/query_range?query=1&start=5&end=4',
    status: 400,
    text: 'end timestamp must not be before or equal to start time\n',
  },
  {
    path: '/loki/api/v1/query_range?query=1&start=0&end=11001&step=1',
    status: 400,
    text: 'exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the step parameter\n',
  },
  {
    path: '/loki/api/v1/query_range?query={app="a"}',
    status: 400,
    text: 'unsupported by the embedded log store: log query (use a real Loki)\n',
  },
  {
    path: '/loki/api/v1/tail',
    status: 501,
    text: 'unsupported by the embedded log store: /loki/api/v1/tail (use a real Loki)\n',
  },
  {
    path: `/loki/api/v1/query?query=1&time=${'9'.repeat(400)}.5`,
    status: 400,
    text: `strconv.ParseInt: parsing "${'9'.repeat(400)}.5": invalid syntax\n`,
  },
  {
    path: '/loki/api/v1/query?query=1&time=9223372036854775808',
    status: 400,
    text: 'strconv.ParseInt: parsing "9223372036854775808": invalid syntax\n',
  },
  {
    path: `/loki/api/v1/query_range?query=1&step=${'9'.repeat(400)}`,
    status: 400,
    text: `cannot parse "${'9'.repeat(400)}" to a valid duration\n`,
  },
  { path: '/nowhere', status: 404, text: '404 page not found\n' },
  { path: '/loki/api/v1/push', status: 405, text: 'method GET is not allowed for /loki/api/v1/push\n' },
]
for (const { path, status, text } of reads) {
  test(`GET ${path} is answered ${status}`, async () => assert.deepEqual(await get(path), { status, text }))
}

test('a window that ends or begins beyond all times is answered', async () => {
  await post(pushBody({ app: 'edge' }, [String(T), 'x']))
  const query = 'sum(count_over_time({app="edge"}[290y]))'
  assert.equal(await ask(url, query, T), 1)
  assert.equal(await ask(url, query, -(2n ** 63n) + 1n), undefined)
  assert.equal(await ask(url, query, 2n ** 63n - 1n), 1)
})

for (const [name, query] of [
  ['opens 130,000 parentheses', '('.repeat(130_000)],
  ['adds 60,000 numbers', `1${'+1'.repeat(60_000)}`],
  ['begins with 100,000 signs', `${'-'.repeat(100_000)}1`],
  ['has 25,000 stages', `sum(count_over_time({app="edge"}${'|=`x`'.repeat(25_000)}[1m]))`],
] as const)
  test(`a query that ${name} is answered, and the store goes on`, async () => {
    const response = await fetch(`${url}/loki/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query }) })
    assert.match(String(response.status), /^(?:200|400)$/, await response.text())
    assert.equal((await get('/loki/api/v1/query?query=1%2B1')).status, 200)
  })

test('labels and their values are those of the streams', async () => {
  await post(pushBody({ app: 'listed', zone: 'z' }, [String(T), 'x']))
  assert.deepEqual(JSON.parse((await get('/loki/api/v1/labels')).text), { status: 'success', data: ['app', 'zone'] })
  assert.deepEqual(JSON.parse((await get('/loki/api/v1/label/zone/values')).text).data, ['z'])
})
