import { randomBytes } from 'node:crypto'

const START_MS = 1_790_000_000_000
const [ROOT, CALL, CHILD] = ['1', '2', '3'].map((digit) => digit.repeat(16))

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } })
const list = (...values: unknown[]) => ({ arrayValue: { values } })

const EVERY_TYPE = [
  text('string', 'x'),
  text('empty', ''),
  text('twice', '1'),
  text('twice', '2'),
  text('span.kind', 'of its own'),
  text('hostile', 'a\u001b[31mb\u202ec\n<&>'),
  { key: 'int', value: { intValue: '224' } },
  { key: 'safe', value: { intValue: '9007199254740991' } },
  { key: 'large', value: { intValue: '9223372036854775807' } },
  { key: 'below', value: { intValue: '-9007199254740993' } },
  { key: 'double', value: { doubleValue: 0.5 } },
  { key: 'whole', value: { doubleValue: 3 } },
  { key: 'tiny', value: { doubleValue: 1e-9 } },
  { key: 'huge', value: { doubleValue: 1e300 } },
  { key: 'error', value: { boolValue: false } },
  { key: 'bytes', value: { bytesValue: 'AAECAw==' } },
  { key: 'none', value: {} },
  { key: 'no value' },
  {
    key: 'list',
    value: list(
      { stringValue: '<&>\u2028"' },
      { intValue: '9223372036854775807' },
      { doubleValue: 1.5 },
      { doubleValue: 1e21 },
      { boolValue: true },
      { bytesValue: 'AAE=' },
      list(),
      {},
    ),
  },
  {
    key: 'map',
    value: { kvlistValue: { values: [text('z', '1'), { key: 'a', value: { intValue: '-1' } }, text('z', '2')] } },
  },
]

const EVENTS = [
  { timeUnixNano: `${START_MS}001000`, name: 'exception', attributes: [text('exception.type', 'InputError')] },
  { timeUnixNano: `${START_MS}002999`, name: 'named twice', attributes: [text('event', 'own')] },
  { timeUnixNano: `${START_MS}003000` },
]

export function makeTraceId(): string {
  return randomBytes(16).toString('hex')
}

/** Spans of six services: every kind, status and type of attribute, events, links, an orphan, one that ends too early. */
export function makeRequest(traceId: string) {
  const span = (spanId = '', name = '', more: Record<string, unknown> = {}) => ({
    ...{ traceId, spanId, name, kind: 2 },
    startTimeUnixNano: `${START_MS + 2}000000`,
    endTimeUnixNano: `${START_MS + 8}000000`,
    ...more,
  })
  const links = [
    { traceId, spanId: '9'.repeat(16) },
    { traceId: '1'.repeat(32), spanId: CALL },
  ]
  const root = span(ROOT, 'POST /', {
    ...{ attributes: EVERY_TYPE, events: EVENTS, links, traceState: 'a=b' },
    startTimeUnixNano: `${START_MS}000999`,
    endTimeUnixNano: `${START_MS + 12}500001`,
    status: { code: 2, message: 'no picture' },
  })
  const early = { startTimeUnixNano: `${START_MS + 1}000000`, endTimeUnixNano: `${START_MS}000000` }
  const spans = [
    root,
    span(CALL, 'call', { parentSpanId: ROOT, kind: 3, status: { code: 1 } }),
    span('4'.repeat(16), 'orphan', { parentSpanId: 'e'.repeat(16), kind: 1, status: { message: 'unset' } }),
    span('5'.repeat(16), '', { parentSpanId: ROOT, kind: 4, startTimeUnixNano: `${START_MS + 3}000000` }),
    span('6'.repeat(16), 'consume', { parentSpanId: ROOT, kind: 5, startTimeUnixNano: `${START_MS + 4}000000` }),
    span('7'.repeat(16), 'backwards', { parentSpanId: ROOT, kind: 0, ...early }),
  ]
  const below = (digit: string, name: string) => [span(`8${digit.repeat(15)}`, name, { parentSpanId: CHILD })]
  const service = (attributes: unknown[] | undefined, ofService: unknown[], scope = {}) => ({
    resource: { attributes },
    scopeSpans: [{ scope, spans: ofService }],
  })
  const scope = { name: 'vouch', version: '1.2.3', attributes: [text('of', 'the scope')] }
  const skewed = { parentSpanId: CALL, startTimeUnixNano: `${START_MS + 1}000000` }
  return {
    resourceSpans: [
      service([text('service.name', 'fusion'), { key: 'cpus', value: { intValue: '2' } }], spans, scope),
      service([text('service.name', 'detector')], [span(CHILD, 'POST /', skewed)]),
      service([text('host.name', 'h')], below('1', 'no name')),
      service(undefined, below('2', 'no attributes')),
      service([text('service.name', '')], below('3', 'empty name')),
      service([{ key: 'service.name', value: { intValue: '7' } }], below('4', 'a number for a name')),
    ],
  }
}

export const BAD_REQUESTS: readonly { readonly name: string; readonly body: unknown; readonly type?: string }[] = [
  { name: 'cut off', body: '{"resourceSpans":' },
  { name: 'an array', body: [] },
  { name: 'no body', body: '' },
  { name: 'a trace id too short', body: { resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: '0af7' }] }] }] } },
  { name: 'nothing to tell', body: {} },
  { name: 'a field that is not known', body: { unknown: 1 } },
  { name: 'another type', body: {}, type: 'text/plain' },
]

export const BAD_IDS = ['xyz', '%20', '1'.repeat(33), makeTraceId(), makeTraceId().slice(16)]
