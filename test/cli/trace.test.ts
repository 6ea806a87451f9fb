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
      '      note=a[31mb',
      '      otel.status_code=ERROR',
      '      error=true',
      'missing parent',
      row('  fusion: lost', '1.00 ms', `${' '.repeat(5)}=`),
      '',
    ].join('\n'),
  )
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
