import { z } from 'zod'

const fieldName = z
  .string()
  .regex(/^[A-Za-z_][\w]*(\.[A-Za-z_][\w]*)*$/, 'expected a field name such as latency_ms or http.status')
const labelName = z.string().regex(/^[A-Za-z_]\w*$/, 'expected a label name such as function_name')
const status = z.number().int().min(100).max(599)

const field = z.strictObject({
  type: z.enum(['string', 'number']),
  unit: z.enum(['ms', 's', 'ratio', 'count']).optional(),
  means: z.string(),
})

const population = z.strictObject({
  events: z.array(z.string().min(1)).min(1),
  status: z.array(status).optional(),
  except_status: z.array(status).optional(),
})

const metric = z.strictObject({
  type: z.enum(['counter', 'gauge', 'histogram']),
  unit: z.enum(['seconds']).optional(),
  labels: z.array(labelName),
  means: z.string(),
})

const functionEntry = z.strictObject({
  classes: z.array(z.string().min(1)).optional(),
  classes_from: z.string().optional(),
})

/** The shape of telemetry.yaml. */
export const catalogueSchema = z.strictObject({
  schema_version: z.literal(1),
  streams: z.strictObject({
    function: labelName,
    namespace: labelName,
    labels: z.record(labelName, z.strictObject({ cardinality: z.number().int().positive(), means: z.string() })),
  }),
  ignore: z.array(z.string().min(1)),
  roles: z.strictObject({
    event: fieldName,
    status: fieldName,
    version: fieldName,
    latency: fieldName,
    class: fieldName,
  }),
  populations: z.strictObject({ performance: population, requests: population, predictions: population }),
  events: z.record(z.string(), z.string()),
  fields: z.record(fieldName, field),
  metrics: z.record(z.string(), metric),
  span_attributes: z.record(z.string(), z.string()),
  functions: z.record(z.string(), functionEntry),
})

export type CatalogueFile = z.infer<typeof catalogueSchema>
