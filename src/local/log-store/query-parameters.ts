import { parseDuration } from '../../logql/duration.ts'
import { readTimestamp } from './push-limits.ts'
import type { QueryRequest } from './query-request.ts'
import { StoreError } from './store-error.ts'

const SECOND = 1_000_000_000n
const MILLISECOND = 1_000_000n
const MAX_POINTS = 11_000n
const DEFAULT_SINCE = 3600n * SECOND
const DEFAULT_POINTS = 250n
/** What 64 bits of nanoseconds hold. */
const MAX_SECONDS = 9_223_372_036

/** Reads the parameters of `/query`. @throws StoreError 400 in Loki's words */
export function readInstant(parameters: URLSearchParams, nowNs: bigint): QueryRequest {
  return { kind: 'instant', query: readQuery(parameters), timeNs: readTime(parameters.get('time'), nowNs) }
}

/**
 * Reads the parameters of `/query_range`. As Loki's front end does, the start is moved down and the end up to a multiple of
 * the step since the epoch.
 *
 * @throws StoreError 400 in Loki's words
 */
export function readRange(parameters: URLSearchParams, nowNs: bigint): QueryRequest {
  const query = readQuery(parameters)
  const endNs = named('end', () => readTime(parameters.get('end'), nowNs))
  const since = parameters.get('since')
  const sinceNs = since ? readSince(since) : DEFAULT_SINCE
  const base = endNs > nowNs ? nowNs : endNs
  const startNs = named('start', () => readTime(parameters.get('start'), base - sinceNs))
  if (endNs < startNs) throw new StoreError(400, 'end timestamp must not be before or equal to start time')
  const stepNs = readStep(parameters.get('step'), endNs - startNs)
  if (stepNs <= 0n) {
    throw new StoreError(400, 'zero or negative query resolution step widths are not accepted. Try a positive integer')
  }
  if ((endNs - startNs) / stepNs > MAX_POINTS) {
    throw new StoreError(
      400,
      'exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the step parameter',
    )
  }
  return { kind: 'range', query, startNs: roundDown(startNs, stepNs), endNs: -roundDown(-endNs, stepNs), stepNs }
}

function readQuery(parameters: URLSearchParams): string {
  const query = parameters.get('query') ?? ''
  if (query === '') throw new StoreError(400, 'parse error : syntax error: unexpected $end')
  return query
}

/**
 * Up to ten digits are seconds, more are nanoseconds; with a point seconds and milliseconds; else RFC 3339.
 *
 * @example readTime('1700000000', 0n) // 1700000000000000000n
 */
function readTime(text: string | null, missing: bigint): bigint {
  if (text === null || text === '') return missing
  if (/^-?(?:\d{1,10}\.\d*|\.\d+)$/.test(text)) return BigInt(Math.round(Number(text) * 1000)) * MILLISECOND
  const digits = text.length <= 10 ? `${text}000000000` : text
  const integer = /^-?\d+$/.test(text) ? readTimestamp(digits) : undefined
  if (integer !== undefined) return integer
  const date = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text)
  const time = date ? Date.parse(`${date[1]}${date[3]}`) : Number.NaN
  if (Number.isNaN(time)) throw new StoreError(400, `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
  return BigInt(time) * MILLISECOND + BigInt((date?.[2] ?? '').padEnd(9, '0'))
}

function readSince(text: string): bigint {
  const duration = parseDuration(text)
  if (typeof duration === 'bigint') return duration
  throw new StoreError(400, `could not parse 'since' parameter: ${duration}`)
}

function named<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    throw new StoreError(400, `could not parse '${name}' parameter: ${error.message}`, { cause: error })
  }
}

/** Seconds, possibly with a fraction, or a duration; the default gives about 250 points, a second apart at least. */
function readStep(text: string | null, length: bigint): bigint {
  if (text === null || text === '') {
    const seconds = length / (DEFAULT_POINTS * SECOND)
    return (seconds > 0n ? seconds : 1n) * SECOND
  }
  const seconds = /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN
  if (Math.abs(seconds) <= MAX_SECONDS) return BigInt(Math.trunc(seconds * 1000)) * MILLISECOND
  const duration = parseDuration(text)
  if (typeof duration === 'bigint') return duration
  throw new StoreError(400, `cannot parse ${JSON.stringify(text)} to a valid duration`)
}

function roundDown(timeNs: bigint, stepNs: bigint): bigint {
  return timeNs - (((timeNs % stepNs) + stepNs) % stepNs)
}
