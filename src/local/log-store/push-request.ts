import { z } from 'zod'
import type { Entry } from '../../logql/source.ts'
import { checkEntry, checkLabels, type Limits, readTimestamp } from './push-limits.ts'
import { StoreError } from './store-error.ts'

/** Entries of one stream, ready to be stored. */
export interface PushedStream {
  readonly labels: Readonly<Record<string, string>>
  readonly entries: readonly Entry[]
}

interface PushRequest {
  readonly streams: readonly PushedStream[]
  /** Why parts of the request were left out. */
  readonly faults: readonly string[]
}

const text = z.string()
const value = z.tuple([text], z.unknown())
const body = z.object({
  streams: z.array(z.object({ stream: z.record(text, text), values: z.array(value) })).optional(),
})

/**
 * Reads the body of `POST /loki/api/v1/push`: a malformed request is refused as a whole, an entry beyond a limit alone.
 *
 * @throws StoreError 400 for what is not Loki's JSON, 422 without streams
 * @see https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs
 */
export function readPushRequest(json: string, limits: Limits): PushRequest {
  const streams = body.safeParse(parseJson(json))
  if (!streams.success) {
    const { path, message } = streams.error.issues[0] as z.core.$ZodIssue
    throw new StoreError(400, `cannot decode the push request: ${path.join('.')}: ${message}`)
  }
  if (!streams.data.streams?.length) {
    throw new StoreError(422, 'error at least one valid stream is required for ingestion')
  }
  const faults: string[] = []
  const pushed = streams.data.streams.map(({ stream, values }): PushedStream => {
    const labels = Object.fromEntries(Object.entries(stream).filter(([, label]) => label !== ''))
    const entries = values.map(readEntry)
    const fault = checkLabels(labels)
    if (fault) faults.push(fault)
    return { labels, entries: fault ? [] : entries.filter((entry) => keep(checkEntry(labels, entry, limits), faults)) }
  })
  return { streams: pushed, faults }
}

function keep(fault: string | undefined, faults: string[]): boolean {
  if (fault) faults.push(fault)
  return fault === undefined
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new StoreError(400, `cannot decode the push request: ${(cause as Error).message}`, { cause })
  }
}

const metadataShape = z.record(text, text)

/** `["<nanoseconds>", "line", {"name": "value"}]`; as in Loki a missing line is an empty one. */
function readEntry([time, line = '', metadata]: [string, ...unknown[]]): Entry {
  const timestampNs = readTimestamp(time)
  const fields = metadataShape.safeParse(metadata ?? {})
  if (timestampNs === undefined || typeof line !== 'string' || !fields.success) {
    throw new StoreError(
      400,
      `cannot decode the push request: expected ["<nanoseconds>", "<line>", {"name": "value"}] but received ${excerpt([time, line, metadata])}`,
    )
  }
  const names = Object.entries(fields.data).map(([name, field]) => [name.replace(/[^A-Za-z0-9_]/g, '_'), field])
  return names.length > 0 ? { timestampNs, line, metadata: Object.fromEntries(names) } : { timestampNs, line }
}

function excerpt(entry: unknown): string {
  return JSON.stringify(entry).slice(0, 80)
}
