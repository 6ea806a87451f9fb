import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { LogSourceError } from '../errors.ts'
import { Loki } from './loki.ts'

/** A Loki whose answers the test writes, and what it was asked. */
async function withLoki(answer: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

const QUICK = { retryDelaysMs: [1, 1, 1] }
const vector = (value: string) =>
  JSON.stringify({
    status: 'success',
    data: { resultType: 'vector', result: [{ metric: { a: 'b' }, value: [1, value] }] },
  })

test('an instant query is asked at its nanosecond and answered as a vector', async () => {
  let asked: URL | undefined
  await withLoki(
    (request, response) => {
      asked = new URL(request.url ?? '', 'http://x')
      response.end(vector('42'))
    },
    async (url) => {
      const samples = await new Loki({ url }).instant('sum(x)', 1_700_000_000_123_456_789n)
      assert.deepEqual(samples, [{ labels: { a: 'b' }, value: 42 }])
    },
  )
  assert.equal(asked?.pathname, '/loki/api/v1/query')
  assert.equal(asked?.searchParams.get('time'), '1700000000123456789')
  assert.equal(asked?.searchParams.get('query'), 'sum(x)')
})

test('a range query is answered as series of points in nanoseconds', async () => {
  const result = [
    {
      metric: {},
      values: [
        [60, '1'],
        [120, '2.5'],
      ],
    },
  ]
  await withLoki(
    (_, response) => response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } })),
    async (url) => {
      const series = await new Loki({ url }).range('x', 60_000_000_000n, 120_000_000_000n, 60_000_000_000n)
      assert.deepEqual(series, [
        {
          labels: {},
          points: [
            [60_000_000_000n, 1],
            [120_000_000_000n, 2.5],
          ],
        },
      ])
    },
  )
})

for (const status of [429, 500, 503]) {
  test(`${status} is asked again until there is an answer`, async () => {
    let calls = 0
    await withLoki(
      (_, response) => {
        calls += 1
        if (calls < 3) response.writeHead(status, { 'Retry-After': '0' }).end('busy')
        else response.end(vector('1'))
      },
      async (url) => assert.equal((await new Loki({ url, ...QUICK }).instant('q', 1n))[0]?.value, 1),
    )
    assert.equal(calls, 3)
  })
}

const faults: { name: string; answer: RequestListener; message: RegExp; calls: number }[] = [
  {
    name: 'a refused query is asked once and names its cause',
    answer: (_, response) => response.writeHead(400).end('parse error at line 1, col 5: syntax error\n'),
    message:
      /^Loki did not answer: GET http:\/\/127\.0\.0\.1:\d+\/loki\/api\/v1\/query: 400 parse error at line 1, col 5: syntax error$/,
    calls: 1,
  },
  {
    name: 'an error that stays is told after the last retry',
    answer: (_, response) => response.writeHead(503).end('too many outstanding requests'),
    message: /: 503 too many outstanding requests$/,
    calls: 4,
  },
  {
    name: 'a page of a proxy is no answer, and is not repeated in the message',
    answer: (_, response) => response.end('<html>Sign in</html>'),
    message: /^Expected a vector from Loki but received what is not JSON: GET /,
    calls: 1,
  },
  {
    name: 'a page with an error status is told by its number alone',
    answer: (_, response) => response.writeHead(403).end('<html>secret</html>'),
    message: /: 403$/,
    calls: 1,
  },
  {
    name: 'another kind of result is no answer',
    answer: (_, response) => response.end('{"status":"success","data":{"resultType":"streams","result":[]}}'),
    message: /^Expected a vector from Loki but received another answer: GET /,
    calls: 1,
  },
  {
    name: 'a redirect is not followed, for it could carry the token elsewhere',
    answer: (_, response) => response.writeHead(302, { Location: 'http://127.0.0.1:9/' }).end(),
    message: /: 302$/,
    calls: 1,
  },
  {
    name: 'silence ends in a time-out',
    answer: () => undefined,
    message: /: ECONNABORTED$/,
    calls: 4,
  },
]

for (const { name, answer, message, calls } of faults) {
  test(name, async () => {
    let asked = 0
    await withLoki(
      (request, response) => {
        asked += 1
        answer(request, response)
      },
      async (url) => {
        const loki = new Loki({ url, timeoutMs: 100, ...QUICK })
        await assert.rejects(
          loki.instant('q', 1n),
          (error) => error instanceof LogSourceError && message.test(error.message),
        )
      },
    )
    assert.equal(asked, calls)
  })
}

for (const text of ['NaN', '+Inf', '', 'many']) {
  test(`"${text}" is no count`, async () => {
    await withLoki(
      (_, response) => response.end(vector(text)),
      (url) =>
        assert.rejects(
          new Loki({ url }).instant('q', 1n),
          (error) =>
            error instanceof LogSourceError &&
            /^Expected a vector from Loki but received another shape: /.test(error.message),
        ),
    )
  })
}

test('a store that is down is not asked again in the same run, one that refused a query is', async () => {
  let calls = 0
  let status = 400
  await withLoki(
    (_, response) => {
      calls += 1
      response.writeHead(status).end('no')
    },
    async (url) => {
      const loki = new Loki({ url, retryDelaysMs: [] })
      await assert.rejects(loki.instant('q', 1n))
      status = 500
      await assert.rejects(loki.instant('q', 1n))
      await assert.rejects(loki.instant('q', 1n))
    },
  )
  assert.equal(calls, 2)
})

test('tenant and token are sent as Loki wants them, and the token is in no message', async () => {
  let headers: Record<string, unknown> = {}
  await withLoki(
    (request, response) => {
      headers = request.headers
      response.writeHead(401).end('no org id')
    },
    async (url) => {
      const loki = new Loki({ url, tenant: 'fn', token: 'canary-secret' })
      await assert.rejects(loki.instant('q', 1n), (error: Error) => !error.message.includes('canary-secret'))
    },
  )
  assert.equal(headers['x-scope-orgid'], 'fn')
  assert.equal(headers['authorization'], 'Bearer canary-secret')
})
