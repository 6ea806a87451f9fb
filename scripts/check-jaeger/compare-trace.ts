import { isDeepStrictEqual } from 'node:util'
import { SPAN_ATTRIBUTES as KEY, LOG_FIELDS, STEPS } from '#runtime/conventions'
import type { LogLine } from '../../test/runtime/function-under-test.ts'
import { type JaegerSpan, readTag } from './jaeger.ts'

/** The log rounds to hundredths of a millisecond, Jaeger cuts to microseconds. */
const TOLERANCE_MS = 0.02

export interface Row {
  readonly what: string
  readonly seen: string
  readonly ok: boolean
}

/** What was sent, as the caller knows it. */
export interface Sent {
  readonly path: string
  readonly requestId: string
  readonly width: number
  readonly height: number
}

/** Compares a request's spans with its log line and with what was sent. */
export function compareTrace(spans: readonly JaegerSpan[], line: LogLine, sent: Sent): readonly Row[] {
  const server = spans.find(({ operationName }) => operationName === `POST ${sent.path}`)
  const steps = spans.filter((span) => span !== server).toSorted((a, b) => a.startTime - b.startTime)
  const step = (name: string) => steps.find(({ operationName }) => operationName === name)
  const names = steps.map(({ operationName }) => operationName)
  const tag = (what: string, span: JaegerSpan | undefined, key: string, expected: unknown): Row =>
    expectEqual(`${what} ${key}`, readTag(span, key), expected)
  const read = (field: keyof typeof LOG_FIELDS) => line[LOG_FIELDS[field].name]
  return [
    expectEqual('names of the steps', names.toSorted(), STEPS.toSorted()),
    expectEqual('span id of the server', server?.spanID, read('spanId')),
    expectEqual(
      'steps below the server',
      steps.every(({ references }) =>
        isDeepStrictEqual(references.map(describeReference), [`CHILD_OF ${server?.spanID}`]),
      ),
      true,
    ),
    expectClose('duration of the request, ms', server, read('latencyMs')),
    expectClose('duration of queue, ms', step('queue'), read('queueMs')),
    expectClose('duration of infer, ms', step('infer'), read('inferMs')),
    tag('server', server, KEY.statusCode, read('statusCode')),
    tag('server', server, KEY.functionName, read('function')),
    tag('server', server, KEY.functionVersion, read('modelVersion')),
    tag('server', server, KEY.invocationId, sent.requestId),
    tag('server', server, KEY.method, 'POST'),
    tag('server', server, KEY.path, sent.path),
    tag('infer', step('infer'), KEY.modelName, 'efficientnet-lite0'),
    tag('infer', step('infer'), KEY.modelDevice, read('device')),
    tag('infer', step('infer'), KEY.batchSize, 1),
    tag('infer', step('infer'), KEY.inputWidth, sent.width),
    tag('infer', step('infer'), KEY.inputHeight, sent.height),
  ]
}

function expectEqual(what: string, seen: unknown, expected: unknown): Row {
  const ok = expected !== undefined && isDeepStrictEqual(seen, expected)
  return { what, seen: ok ? String(seen) : `${seen}, expected ${expected}`, ok }
}

function expectClose(what: string, span: JaegerSpan | undefined, expected: string | number | undefined): Row {
  const seen = (span?.duration ?? Number.NaN) / 1000
  const ok = Math.abs(seen - Number(expected)) <= TOLERANCE_MS
  return { what, seen: `${seen}, logged ${expected}`, ok }
}

function describeReference({ refType, spanID }: JaegerSpan['references'][number]): string {
  return `${refType} ${spanID}`
}
