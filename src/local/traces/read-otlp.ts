import type { CollectedSpan, JaegerSpan, Process, Reference, Tag } from './jaeger-trace.ts'
import { type OtlpAttributes, type OtlpScope, type OtlpSpan, otlpRequest } from './otlp-request.ts'
import { textTag, toTags } from './otlp-tags.ts'

const SERVICE_NAME = 'service.name'
const KINDS: Readonly<Record<number, string>> = {
  1: 'internal',
  2: 'server',
  3: 'client',
  4: 'producer',
  5: 'consumer',
}
const STATUSES: Readonly<Record<number, string>> = { 1: 'OK', 2: 'ERROR' }

/**
 * Reads an ExportTraceServiceRequest in OTLP's JSON encoding as Jaeger tells it.
 * Mapping: https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/jaeger/; what it leaves open is as in Jaeger 1.76.
 * @throws SyntaxError or ZodError for what is not one
 */
export function readOtlp(body: string): CollectedSpan[] {
  return otlpRequest.parse(JSON.parse(body)).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const process = toProcess(resource.attributes)
    return scopeSpans.flatMap(({ scope, spans }) => spans.map((one) => ({ span: toJaeger(one, scope), process })))
  })
}

function toProcess(attributes: OtlpAttributes): Process {
  const named = attributes.find(({ key }) => key === SERVICE_NAME)
  const others = attributes.filter(({ key }) => key !== SERVICE_NAME)
  return { serviceName: nameService(named?.value), tags: toTags(others) }
}

function nameService(value: OtlpAttributes[number]['value'] | undefined): string {
  if (value === undefined) return 'missing-service-name'
  if (value.stringValue === undefined) return 'service-name-wrong-type'
  return value.stringValue || 'empty-service-name'
}

function toJaeger(one: OtlpSpan, scope: OtlpScope): JaegerSpan {
  const durationNs = one.endTimeUnixNano - one.startTimeUnixNano
  return {
    traceID: one.traceId,
    spanID: one.spanId,
    operationName: one.name,
    references: toReferences(one),
    startTime: toMicroseconds(one.startTimeUnixNano),
    duration: durationNs > 0n ? toMicroseconds(durationNs) : 0,
    tags: [...toTags(one.attributes), ...describe(one, scope)],
    logs: one.events.map(({ timeUnixNano, name, attributes }) => {
      const isSaid = name === '' || attributes.some(({ key }) => key === 'event')
      const fields = toTags(attributes)
      return { timestamp: toMicroseconds(timeUnixNano), fields: isSaid ? fields : [textTag('event', name), ...fields] }
    }),
  }
}

const toMicroseconds = (nanoseconds: bigint) => Number(nanoseconds / 1000n)

function toReferences({ traceId, parentSpanId, links }: OtlpSpan): Reference[] {
  const follows = links.map((link) => ({
    refType: 'FOLLOWS_FROM' as const,
    traceID: link.traceId,
    spanID: link.spanId,
  }))
  if (parentSpanId === '') return follows
  return [{ refType: 'CHILD_OF', traceID: traceId, spanID: parentSpanId }, ...follows]
}

/** What OTLP has fields for and Jaeger tags. */
function describe({ kind, status, traceState }: OtlpSpan, scope: OtlpScope): Tag[] {
  const tags = [
    textTag('otel.scope.name', scope.name),
    textTag('otel.scope.version', scope.version),
    textTag('span.kind', KINDS[kind] ?? ''),
    textTag('otel.status_code', STATUSES[status.code] ?? ''),
    textTag('otel.status_description', status.message),
    textTag('w3c.tracestate', traceState),
  ].filter((tag) => tag.value !== '')
  return status.code === 2 ? [...tags, { key: 'error', type: 'bool', value: true }] : tags
}
