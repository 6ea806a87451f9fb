/** Log lines of the shape that the source article prints, one hour of them, in every condition a contract can meet. */

export const CONDITIONS = ['good', 'slow', 'broken', 'drifted', 'few', 'none', 'spoilt'] as const
export type Condition = (typeof CONDITIONS)[number]

export interface LogLine {
  readonly stream: Readonly<Record<string, string>>
  /** ns since the epoch */
  readonly ts: string
  readonly line: string
}

const REQUESTS: Readonly<Record<Condition, number>> = {
  good: 1200,
  slow: 1200,
  broken: 1200,
  drifted: 1200,
  few: 100,
  none: 1200,
  spoilt: 1200,
}
const WINDOW_NS = 3_600_000_000_000n
const OTHER_CLASSES = ['Labrador retriever', 'tabby', 'espresso', 'missile']

/** The lines of one condition, evenly over the hour that ends at `endNs`. */
export function articleLines(condition: Condition, endNs: bigint): LogLine[] {
  const count = REQUESTS[condition]
  const functionName = condition === 'none' ? 'another-function' : 'pytorch-classifier'
  const stream = { namespace: 'openfaas-fn', function_name: functionName, stage: 'production' }
  return Array.from({ length: count }, (_, i) => {
    const ns = endNs - WINDOW_NS + (WINDOW_NS * BigInt(i + 1)) / BigInt(count + 1)
    return { stream, ts: String(ns), line: lineOf(condition, i, ns) }
  })
}

/** The same lines with of-watchdog's plain-text line after each: half of what Loki really holds. */
export function withWatchdogLines(lines: readonly LogLine[]): LogLine[] {
  return lines.flatMap((line) => {
    const ns = BigInt(line.ts) + 1_000_000n
    const time = new Date(Number(ns / 1_000_000n)).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')
    const access = `${time} POST / - 200 OK - ContentLength: 316B (0.0088s)`
    return [line, { stream: line.stream, ts: String(ns), line: access }]
  })
}

function lineOf(condition: Condition, i: number, ns: bigint): string {
  const failed = condition === 'broken' && i % 50 === 7
  const entry = {
    timestamp: new Date(Number(ns / 1_000_000n)).toISOString(),
    level: failed ? 'ERROR' : 'INFO',
    message: 'Inference request processed',
    location: 'handler.py:135',
    event: 'inference_request',
    request_id: `request-${i}`,
    model_version: 'v1.2.1',
    content_type: 'image/jpeg',
    status_code: failed ? 500 : 200,
    ...(failed ? { error_message: 'inference failed' } : { top1_class: classOf(condition, i), top1_prob: 0.91 }),
    latency_ms: condition === 'slow' && i % 30 === 7 ? 180.25 : 40 + ((i * 37) % 100),
  }
  return condition === 'spoilt' ? spoil(entry, i) : JSON.stringify(entry)
}

function classOf(condition: Condition, i: number): string {
  const every = condition === 'drifted' ? 100 : 10
  return i % every === 3 ? 'golden retriever' : (OTHER_CLASSES[i % OTHER_CLASSES.length] ?? '')
}

/** Every 25th line is cut off, and every 25th lacks what contracts read. */
function spoil(entry: object, i: number): string {
  if (i % 25 === 5) return JSON.stringify(entry).slice(0, 90)
  if (i % 25 === 15)
    return JSON.stringify({ ...entry, latency_ms: undefined, top1_class: undefined, status_code: undefined })
  return JSON.stringify(entry)
}
