import { formatLabels } from '../../logql/labels.ts'
import type { Entry } from '../../logql/source.ts'
import { StoreError } from './store-error.ts'

type Labels = Readonly<Record<string, string>>

export interface Limits {
  /** The clock: entries too far after it are refused. */
  readonly nowNs: bigint
}

/** Loki's defaults. @see https://grafana.com/docs/loki/latest/configure/#limits_config */
const MAX_LINE_BYTES = 256 * 1024
const MAX_LABELS = 15
const MAX_NAME_BYTES = 1024
const MAX_VALUE_BYTES = 2048
const MAX_METADATA_ENTRIES = 128
const MAX_METADATA_BYTES = 64 * 1024
const FUTURE_GRACE_NS = 600_000_000_000n
const MAX_TIMESTAMP = 9_223_372_036_854_775_807n

/** Reads nanoseconds since the epoch; undefined for what is no 64-bit integer. */
export function readTimestamp(text: string): bigint | undefined {
  if (!/^-?\d{1,19}$/.test(text)) return undefined
  const time = BigInt(text)
  return time > MAX_TIMESTAMP || time < -MAX_TIMESTAMP ? undefined : time
}

/**
 * Says why a stream is not taken, in Loki's words.
 *
 * @throws StoreError 400 for labels that the whole request is refused for
 */
export function checkLabels(labels: Labels): string | undefined {
  const names = Object.keys(labels)
  const wrong = names.find((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
  if (wrong !== undefined)
    throw new StoreError(400, `couldn't parse labels: parse error: unexpected label name '${wrong}'`)
  if (names.length === 0) return 'error at least one label pair is required per stream'
  const stream = () => formatLabels(labels)
  if (names.length > MAX_LABELS)
    return `entry for stream '${stream()}' has ${names.length} label names; limit ${MAX_LABELS}`
  for (const [name, value] of Object.entries(labels)) {
    if (Buffer.byteLength(name) > MAX_NAME_BYTES) return `stream '${stream()}' has label name too long: '${name}'`
    if (Buffer.byteLength(value) > MAX_VALUE_BYTES) return `stream '${stream()}' has label value too long: '${value}'`
  }
  return undefined
}

/** Says why an entry is not taken, in Loki's words. */
export function checkEntry(labels: Labels, { timestampNs, line, metadata }: Entry, limits: Limits): string | undefined {
  const bytes = Buffer.byteLength(line)
  if (bytes > MAX_LINE_BYTES) {
    return `max entry size '${MAX_LINE_BYTES}' bytes exceeded for stream '${formatLabels(labels)}' while adding an entry with length '${bytes}' bytes`
  }
  if (timestampNs > limits.nowNs + FUTURE_GRACE_NS) {
    const time = new Date(Number(timestampNs / 1_000_000n))
    const shown = Number.isNaN(time.getTime()) ? String(timestampNs) : time.toISOString()
    return `entry for stream '${formatLabels(labels)}' has timestamp too new: ${shown}`
  }
  return metadata ? checkMetadata(labels, metadata) : undefined
}

function checkMetadata(labels: Labels, metadata: Labels): string | undefined {
  const fields = Object.entries(metadata)
  const bytes = fields.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0)
  if (bytes > MAX_METADATA_BYTES) {
    return `stream '${formatLabels(labels)}' has structured metadata too large: '${bytes}' bytes, limit: '${MAX_METADATA_BYTES}' bytes`
  }
  if (fields.length <= MAX_METADATA_ENTRIES) return undefined
  return `stream '${formatLabels(labels)}' has too many structured metadata labels: '${fields.length}', limit: '${MAX_METADATA_ENTRIES}'`
}
