import { z } from 'zod'

export interface OtlpValue {
  readonly stringValue?: string | undefined
  readonly boolValue?: boolean | undefined
  readonly intValue?: bigint | undefined
  readonly doubleValue?: number | undefined
  /** In base64. */
  readonly bytesValue?: string | undefined
  readonly arrayValue?: { readonly values: readonly OtlpValue[] } | undefined
  readonly kvlistValue?: { readonly values: readonly { readonly key: string; readonly value: OtlpValue }[] } | undefined
}

const id = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^(?!0+$)[0-9a-fA-F]{${bytes * 2}}$`), `Expected ${bytes * 2} hex digits, not all zero`)
    .transform((text) => text.toLowerCase())
const nanoseconds = z.union([z.string().regex(/^\d{1,19}$/), z.number().int().nonnegative()]).transform(BigInt)
const value: z.ZodType<OtlpValue> = z
  .object({
    stringValue: z.string(),
    boolValue: z.boolean(),
    intValue: z.union([z.string().regex(/^-?\d{1,19}$/), z.number().int()]).transform(BigInt),
    doubleValue: z.number(),
    bytesValue: z.string(),
    arrayValue: z.object({ values: z.array(z.lazy(() => value)).default([]) }),
    kvlistValue: z.object({ values: z.lazy(() => attributes) }),
  })
  .partial()
const attributes = z.array(z.object({ key: z.string(), value: value.default({}) })).default([])
const span = z.object({
  traceId: id(16),
  spanId: id(8),
  traceState: z.string().default(''),
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

/**
 * An ExportTraceServiceRequest in OTLP's JSON encoding.
 * Format: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export const otlpRequest = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: z.object({ attributes }).prefault({}),
        scopeSpans: z.array(z.object({ scope, spans: z.array(span).default([]) })).default([]),
      }),
    )
    .default([]),
})

export type OtlpAttributes = z.infer<typeof attributes>
export type OtlpSpan = z.infer<typeof span>
export type OtlpScope = z.infer<typeof scope>
