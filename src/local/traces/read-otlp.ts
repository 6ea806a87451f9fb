import { z } from 'zod'
import type { CollectedSpan, JaegerSpan, Reference, Tag } from './jaeger-trace.ts'

const id = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^(?!0+$)[0-9a-fA-F]{${bytes * 2}}$`), `Expected ${bytes * 2} hex digits, not all zero`)
    .transform((text) => text.toLowerCase())
const nanoseconds = z
  .union([z.string().regex(/^\d{1,19}$/), z.number().int().nonnegative()])
  .transform((value) => Number(BigInt(value) / 1000n))
const value = z
  .object({
    stringValue: z.string(),
    boolValue: z.boolean(),
    intValue: z.union([z.string().regex(/^-?\d{1,19}$/), z.number().int()]),
    doubleValue: z.number(),
    bytesValue: z.string(),
    arrayValue: z.unknown(),
    kvlistValue: z.unknown(),
  })
  .partial()
const attributes = z.array(z.object({ key: z.string(), value: value.default({}) })).default([])
const span = z.object({
  traceId: id(16),
  spanId: id(8),
  parentSpanId: z.union([z.literal(''), id(8)]).default(''),
  name: z.string().default(''),
  kind: z.number().int().default(0),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes,
  events: z.array(z.object({ timeUnixNano: nanoseconds, name: z.string().default(''), attributes })).default([]),
  links: z.array(z.object({ traceId: id(16), spanId: id(8) })).default([]),
  status: z.object({ code: z.number().int().default(0), message: z.string().default('') }).prefault({}),
})
const scope = z.object({ name: z.string().default(''), version: z.string().default('') }).prefault({})
const request = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: z.object({ attributes }).prefault({}),
        scopeSpans: z.array(z.object({ scope, spans: z.array(span).default([]) })).default([]),
      }),
    )
    .default([]),
})

type Attributes = z.infer<typeof attributes>
type OtlpSpan = z.infer<typeof span>
type Scope = z.infer<typeof scope>

const KINDS: Readonly<Record<number, string>> = {
  1: 'internal',
  2: 'server',
  3: 'client',
  4: 'producer',
  5: 'consumer',
}
const STATUSES: Readonly<Record<number, string>> = { 1: 'OK', 2: 'ERROR' }
const NAMELESS = 'OTLPResourceNoServiceName'

/**
 * Reads an ExportTraceServiceRequest in OTLP's JSON encoding as Jaeger would tell it.
 * Formats: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding and
 * https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/jaeger/
 * @throws SyntaxError or ZodError for what is not one
 */
export function readOtlp(body: string): CollectedSpan[] {
  return request.parse(JSON.parse(body)).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const tags = toTags(resource.attributes)
    const name = tags.find(({ key }) => key === 'service.name')?.value
    const process = {
      serviceName: name === undefined ? NAMELESS : String(name),
      tags: tags.filter(({ key }) => key !== 'service.name'),
    }
    return scopeSpans.flatMap(({ scope, spans }) => spans.map((one) => ({ span: toJaeger(one, scope), process })))
  })
}

function toJaeger(one: OtlpSpan, scope: Scope): JaegerSpan {
  return {
    traceID: one.traceId,
    spanID: one.spanId,
    operationName: one.name,
    references: toReferences(one),
    startTime: one.startTimeUnixNano,
    duration: Math.max(0, one.endTimeUnixNano - one.startTimeUnixNano),
    tags: [...toTags(one.attributes), ...describe(one, scope)],
    logs: one.events.map((event) => ({
      timestamp: event.timeUnixNano,
      fields: [text('event', event.name), ...toTags(event.attributes)],
    })),
  }
}

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
function describe({ kind, status }: OtlpSpan, scope: Scope): Tag[] {
  const tags = [
    text('otel.scope.name', scope.name),
    text('otel.scope.version', scope.version),
    text('span.kind', KINDS[kind] ?? ''),
    text('otel.status_code', STATUSES[status.code] ?? ''),
    text('otel.status_description', status.message),
  ].filter((tag) => tag.value !== '')
  return status.code === 2 ? [...tags, { key: 'error', type: 'bool', value: true }] : tags
}

const text = (key: string, value: string): Tag => ({ key, type: 'string', value })

function toTags(attributes: Attributes): Tag[] {
  return attributes.map(({ key, value: one }) => {
    if (one.boolValue !== undefined) return { key, type: 'bool', value: one.boolValue }
    if (one.intValue !== undefined) return { key, type: 'int64', value: toInteger(one.intValue) }
    if (one.doubleValue !== undefined) return { key, type: 'float64', value: one.doubleValue }
    if (one.bytesValue !== undefined) return { key, type: 'binary', value: one.bytesValue }
    const nested = one.arrayValue ?? one.kvlistValue
    return text(key, one.stringValue ?? (nested === undefined ? '' : JSON.stringify(nested)))
  })
}

/** As Jaeger, a text where a JSON number would lose digits. */
function toInteger(value: string | number): string | number {
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
}
