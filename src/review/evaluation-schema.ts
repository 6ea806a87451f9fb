import { z } from 'zod'
import type { EvaluationRecord } from '../verdict/evaluation.ts'
import { USES, VERDICTS } from '../verdict/verdict.ts'

/** The shape of verdicts.json as a stranger may have written it: every text and list is bounded, numbers are finite. */

const word = z.string().max(500)
const path = z.string().max(300)
const sentence = z.string().max(4_000)
const time = z
  .string()
  .max(40)
  .refine((text) => !Number.isNaN(Date.parse(text)), 'expected a time as in RFC 3339')
const count = z.number().min(0)
const gate = z.enum(['open', 'closed'])

const window = z.object({ start: time, end: time, lag_seconds: count })

const limit = z.union([z.object({ below: z.number() }), z.object({ from: z.number(), to: z.number() })])

const query = z.object({ name: word, query: z.string().max(20_000), time: word, value: z.number().nullable() })

const lines = z.object({ considered: count, ignored: count, unparsable: count, lacking_field: count })

const contract = z.object({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  uri: path,
  line: z.int().min(1),
  feature: word,
  name: word,
  promise: word,
  function: word,
  namespace: word,
  model_version: word,
  verdict: z.enum(VERDICTS),
  gate,
  reason: sentence,
  window,
  unit: z.enum(['ms', 'ratio']),
  limit,
  n: count.nullable(),
  k: count.nullable(),
  estimate: z.number().nullable(),
  interval: z.tuple([z.number().nullable(), z.number().nullable()]).nullable(),
  p_fail: count.max(1).nullable(),
  p_fail_adjusted: count.max(1).nullable(),
  dispersion: count.nullable(),
  needed: count.nullable(),
  lines: lines.nullable(),
  queries: z.array(query).max(20),
})

const policy = z.object({ PASS: gate, FAIL: gate, UNDECIDED: gate, NO_DATA: gate, INVALID: gate })

export const evaluationSchema: z.ZodType<EvaluationRecord> = z.object({
  schema_version: z.literal(1),
  use: z.enum(USES),
  window,
  gate,
  exit_code: z.union([z.literal(0), z.literal(1)]),
  policy,
  contracts: z.array(contract).max(1_000),
})
