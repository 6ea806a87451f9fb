import type { Span, Trace } from '../client/trace-client.ts'
import { clip, visibleText } from '../report/inert-text.ts'

const BAR_WIDTH = 30
const NAME_WIDTH = 48
const VALUE_LENGTH = 200
const MAX_INDENT = 24
/** Start and duration are cut to whole microseconds, each by itself. */
const ROUNDING = 1

type Paint = (style: 'red' | 'dim', text: string) => string

interface Row {
  readonly span: Span
  readonly depth: number
  readonly parent: Span | undefined
}

/** Prints a trace as a tree: what took how long, where in the trace it lay, with its attributes, events and errors. */
export function formatTrace(trace: Trace, paint: Paint): string {
  const start = trace.spans.reduce((least, span) => Math.min(least, span.startTime), Number.POSITIVE_INFINITY)
  const end = trace.spans.reduce((most, span) => Math.max(most, span.startTime + span.duration), 0)
  const services = new Set(trace.spans.map((span) => serviceOf(trace, span)))
  const { rows, orphans } = arrange(trace.spans)
  const head = `Trace ${inert(trace.traceID)}: ${count(trace.spans.length, 'span')}, ${count(services.size, 'service')}, ${formatDuration(end - start)}`
  const print = (row: Row) => formatRow(trace, row, { start, total: Math.max(1, end - start) }, paint)
  const missing = orphans.length === 0 ? [] : [paint('red', 'missing parent'), ...orphans.flatMap(print)]
  return [head, ...rows.flatMap(print), ...missing, ''].join('\n')
}

/** Children under their parents by start; apart from them what has a parent that is not there, or is in a ring. */
function arrange(spans: readonly Span[]): { rows: Row[]; orphans: Row[] } {
  const ids = new Map(spans.map((span) => [span.spanID, span]))
  const children = Map.groupBy(spans, parentOf)
  const seen = new Set<Span>()
  const walk = (roots: readonly Span[], depth: number): Row[] => {
    const rows: Row[] = []
    const waiting: Row[] = byStart(roots).map((span) => ({ span, depth, parent: undefined }))
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
      const { span, depth: at } = row
      if (seen.has(span)) continue
      seen.add(span)
      rows.push(row)
      const below = byStart(children.get(span.spanID) ?? [])
      for (const child of below) waiting.push({ span: child, depth: at + 1, parent: span })
    }
    return rows
  }
  const rows = walk(children.get(undefined) ?? [], 0)
  const lost = spans.filter((span) => !ids.has(parentOf(span) ?? span.spanID))
  const orphans = walk(lost, 1)
  const ring = walk(
    spans.filter((span) => !seen.has(span)),
    1,
  )
  return { rows, orphans: [...orphans, ...ring] }
}

const parentOf = (span: Span) => span.references.find((one) => one.refType === 'CHILD_OF')?.spanID
/** The last first, since they are taken from the end; by id where they began together, as no store keeps an order. */
const byStart = (spans: readonly Span[]) =>
  [...spans].sort((a, b) => b.startTime - a.startTime || (a.spanID < b.spanID ? 1 : -1))

function formatRow(trace: Trace, row: Row, at: { start: number; total: number }, paint: Paint): string[] {
  const { span, depth, parent } = row
  const indent = ' '.repeat(Math.min(MAX_INDENT, depth * 2))
  const failed = span.tags.some(({ key, value }) => key === 'error' && value !== false && value !== 'false')
  const service = serviceOf(trace, span)
  const name = clip(`${indent}${service}: ${inert(span.operationName)}`, NAME_WIDTH).padEnd(NAME_WIDTH)
  const line = `${name} ${formatDuration(span.duration).padStart(10)} |${bar(span, at)}|${failed ? ' ERROR' : ''}`
  const skew = describeSkew(span, parent).map((words) => `${indent}  ${words}`)
  const tags = span.tags.map(formatTag).sort()
  const notes = tags.map((tag) => paint('dim', `${indent}  ${tag}`))
  const logs = span.logs.map(
    ({ timestamp, fields }) =>
      `${indent}  at ${formatDuration(timestamp - span.startTime)}: ${fields.map(formatTag).join(', ')}`,
  )
  return [
    failed ? paint('red', line) : line,
    ...skew,
    ...notes,
    ...logs.map((log) => (failed ? paint('red', log) : log)),
  ]
}

function describeSkew(span: Span, parent: Span | undefined): string[] {
  if (parent === undefined) return []
  const early = parent.startTime - span.startTime
  const late = span.startTime + span.duration - (parent.startTime + parent.duration)
  return [
    ...(early > ROUNDING ? [`starts ${formatDuration(early)} before its parent`] : []),
    ...(late > ROUNDING ? [`ends ${formatDuration(late)} after its parent`] : []),
  ]
}

function bar({ startTime, duration }: Span, { start, total }: { start: number; total: number }): string {
  const from = Math.min(BAR_WIDTH - 1, Math.floor(((startTime - start) / total) * BAR_WIDTH))
  const length = Math.max(1, Math.min(BAR_WIDTH - from, Math.round((duration / total) * BAR_WIDTH)))
  return `${' '.repeat(from)}${'='.repeat(length)}`.padEnd(BAR_WIDTH)
}

/** @example formatDuration(12_500) // '12.50 ms' */
export function formatDuration(microseconds: number): string {
  return microseconds >= 1e6 ? `${(microseconds / 1e6).toFixed(2)} s` : `${(microseconds / 1000).toFixed(2)} ms`
}

const serviceOf = (trace: Trace, span: Span) => inert(trace.processes[span.processID]?.serviceName ?? 'unknown service')
const formatTag = ({ key, value }: { key: string; value: unknown }) => `${inert(key)}=${inert(String(value))}`
const inert = (text: string) => clip(visibleText(text), VALUE_LENGTH)
const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`
