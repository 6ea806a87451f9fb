import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { TraceServer } from '../../src/local/traces/trace-server.ts'
import { send } from '../local/harness.ts'
import { runVouch } from './run-vouch.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const START = 1_790_000_000_000

async function startCollector(t: TestContext): Promise<string> {
  const server = new TraceServer({ host: '127.0.0.1', port: 0, onNotice: assert.fail })
  const url = `http://127.0.0.1:${await server.listen()}`
  t.after(() => server.close())
  return url
}

const span = (digit: string, parent: string, name: string, fromMs: number, toMs: number, extra = {}) => ({
  traceId: TRACE,
  spanId: digit.repeat(16),
  parentSpanId: parent.repeat(16),
  name,
  startTimeUnixNano: `${START + fromMs}000000`,
  endTimeUnixNano: `${START + toMs}000000`,
  ...extra,
})

const service = (name: string, spans: unknown[]) => ({
  resource: { attributes: [{ key: 'service.name', value: { stringValue: name } }] },
  scopeSpans: [{ spans }],
})

test('a trace of two services is one tree, with errors, skew and lost parents told, and its text inert', async (t) => {
  const url = await startCollector(t)
  const note = [{ key: 'note', value: { stringValue: 'a\u001b[31mb' } }]
  const resourceSpans = [
    service('fusion', [span('1', '', 'POST /', 0, 30), span('2', '1', 'call', 10, 20), span('4', '9', 'lost', 5, 6)]),
    service('detector', [span('3', '2', 'POST /', 9, 18, { status: { code: 2 }, attributes: note })]),
  ]
  const headers = { 'content-type': 'application/json' }
  assert.equal((await send(`${url}/v1/traces`, 'POST', { resourceSpans }, headers)).status, 200)
  const { code, stdout } = await runVouch(['trace', TRACE, '--jaeger', url])
  assert.equal(code, 0)
  const row = (name: string, duration: string, bar: string) =>
    `${name.padEnd(48)} ${duration.padStart(10)} |${bar.padEnd(30)}|`
  assert.equal(
    stdout,
    [
      `Trace ${TRACE}: 4 spans, 2 services, 30.00 ms`,
      row('fusion: POST /', '30.00 ms', '='.repeat(30)),
      row('  fusion: call', '10.00 ms', `${' '.repeat(10)}${'='.repeat(10)}`),
      `${row('    detector: POST /', '9.00 ms', `${' '.repeat(9)}${'='.repeat(9)}`)} ERROR`,
      '      starts 1.00 ms before its parent',
      '      error=true',
      '      note=a[31mb',
      '      otel.status_code=ERROR',
      'missing parent',
      row('  fusion: lost', '1.00 ms', `${' '.repeat(5)}=`),
      '',
    ].join('\n'),
  )
})

test('with --json the trace is JSON, and in a terminal what failed is red', async (t) => {
  const url = await startCollector(t)
  const resourceSpans = [service('fusion', [span('1', '', 'POST /', 0, 30, { status: { code: 2 } })])]
  await send(`${url}/v1/traces`, 'POST', { resourceSpans }, { 'content-type': 'application/json' })
  // An id of fewer digits has zeros before it, capitals are no other id.
  const json = await runVouch(['trace', TRACE.slice(1).toUpperCase(), '--jaeger', `${url}/`, '--json'])
  assert.equal(json.code, 0)
  const { traceID, spans, processes } = JSON.parse(json.stdout)
  assert.deepEqual([traceID, spans.length, spans[0].duration], [TRACE, 1, 30_000])
  assert.equal(processes[spans[0].processID].serviceName, 'fusion')
  const coloured = await runVouch(['trace', TRACE, '--jaeger', url], { FORCE_COLOR: '1', NO_COLOR: '' })
  const row = `fusion: POST /`.padEnd(48)
  assert.ok(coloured.stdout.includes(`\u001b[31m${row}   30.00 ms |${'='.repeat(30)}| ERROR\u001b[39m`))
})

test('a malformed id or address is refused before anybody is asked, with exit code 2', async () => {
  for (const id of ['xyz', '1'.repeat(33)])
    assert.deepEqual(await runVouch(['trace', id]), {
      code: 2,
      stdout: '',
      stderr: `error: command-argument value '${id}' is invalid for argument 'id'. Expected up to 32 hex digits.\n`,
    })
  const { code, stderr } = await runVouch(['trace', TRACE, '--jaeger', 'nowhere'])
  assert.equal(code, 2)
  assert.match(stderr, /^vouch: .*--jaeger.*nowhere/)
})

test('an unknown trace is one sentence and exit code 1, a store out of reach exit code 2', async (t) => {
  const url = await startCollector(t)
  assert.deepEqual(await runVouch(['trace', TRACE, '--jaeger', url]), {
    code: 1,
    stdout: '',
    stderr: `vouch: No trace ${TRACE} at ${url}; it may have been dropped, or not sampled\n`,
  })
  assert.deepEqual(await runVouch(['trace', TRACE, '--jaeger', 'http://127.0.0.1:1']), {
    code: 2,
    stdout: '',
    stderr: `vouch: The trace store cannot be reached (ECONNREFUSED): GET http://127.0.0.1:1/api/traces/${TRACE}\n`,
  })
})
