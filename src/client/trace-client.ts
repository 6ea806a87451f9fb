import axios, { type AxiosError } from 'axios'
import { z } from 'zod'

const TIMEOUT_MS = 30_000

const tag = z.object({ key: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) })
const tags = z
  .array(tag)
  .nullish()
  .transform((list) => list ?? [])
const span = z.object({
  spanID: z.string(),
  operationName: z.string(),
  references: z
    .array(z.object({ refType: z.string(), traceID: z.string(), spanID: z.string() }))
    .nullish()
    .transform((list) => list ?? []),
  startTime: z.number(),
  duration: z.number(),
  tags,
  logs: z
    .array(z.object({ timestamp: z.number(), fields: tags }))
    .nullish()
    .transform((list) => list ?? []),
  processID: z.string(),
})
const trace = z.object({
  traceID: z.string(),
  spans: z.array(span).min(1),
  processes: z.record(z.string(), z.object({ serviceName: z.string() })),
})

export type Span = z.infer<typeof span>
/** Times are microseconds. */
export type Trace = z.infer<typeof trace>

/** A trace store that could not be asked, or answered what is no trace, in one sentence. */
export class TraceClientError extends Error {
  override readonly name = 'TraceClientError'
}

/**
 * Asks Jaeger's query API for a trace.
 * @param url without a closing slash
 * @returns nothing for a trace that it does not have
 * @throws TraceClientError
 */
export async function readTrace(url: string, id: string): Promise<Trace | undefined> {
  const target = `${url}/api/traces/${id}`
  const { status, data } = await ask(target)
  if (status === 404) return undefined
  if (status !== 200) throw new TraceClientError(`The trace store answered ${status}: GET ${target}`)
  const parsed = z.object({ data: z.tuple([trace]) }).safeParse(data)
  if (!parsed.success) throw new TraceClientError(`Expected a trace as Jaeger tells it: GET ${target}`)
  return parsed.data.data[0]
}

async function ask(target: string) {
  try {
    return await axios.get(target, { proxy: false, maxRedirects: 0, validateStatus: null, timeout: TIMEOUT_MS })
  } catch (cause) {
    const { code, message } = cause as AxiosError
    throw new TraceClientError(`The trace store cannot be reached (${code ?? message}): GET ${target}`, { cause })
  }
}
