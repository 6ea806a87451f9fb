/** Typed values to LogQL text. Every value is escaped; label-filter regexes are anchored by hand, because Loki 3.7 does
 * not anchor all of them (grafana/loki issues 14433, 23892). */

/** A Go string literal: what LogQL takes for values. */
export function quote(value: string): string {
  return JSON.stringify(value.toWellFormed())
}

/** `{namespace="a", function_name="b"}` */
export function selector(labels: Readonly<Record<string, string>>): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}=${quote(value)}`)
    .join(', ')}}`
}

/** Leaves out the lines that match an RE2 pattern. */
export function withoutLines(pattern: string): string {
  return `!~ ${quote(pattern)}`
}

/** The label under which the JSON field at `path` is extracted. */
export function labelOf(path: string): string {
  return path.replaceAll('.', '_')
}

/** `| json event="event", http_status="http.status"`; a field that a line lacks becomes an empty label. */
export function json(paths: readonly string[]): string {
  return `| json ${[...new Set(paths)].map((path) => `${labelOf(path)}=${quote(path)}`).join(', ')}`
}

/** `| filter` */
export function where(filter: string): string {
  return `| ${filter}`
}

export function equals(path: string, value: string): string {
  return `${labelOf(path)}=${quote(value)}`
}

export function differs(path: string, value: string): string {
  return `${labelOf(path)}!=${quote(value)}`
}

/** The whole value matches the RE2 pattern. */
export function matches(path: string, pattern: string): string {
  return `${labelOf(path)}=~${quote(`^(?:${pattern})$`)}`
}

export function doesNotMatch(path: string, pattern: string): string {
  return `${labelOf(path)}!~${quote(`^(?:${pattern})$`)}`
}

/** The value is one of these. */
export function oneOf(path: string, values: readonly string[]): string {
  const [first, ...others] = values
  return first !== undefined && others.length === 0
    ? equals(path, first)
    : matches(path, values.map(escapePattern).join('|'))
}

/** The value is none of these. */
export function noneOf(path: string, values: readonly string[]): string {
  return doesNotMatch(path, values.map(escapePattern).join('|'))
}

/** The value, a number, is at least `limit`. */
export function atLeast(path: string, limit: number): string {
  return `${labelOf(path)} >= ${decimal(limit)}`
}

/** The value, a number, is at most `limit`. */
export function atMost(path: string, limit: number): string {
  return `${labelOf(path)} <= ${decimal(limit)}`
}

export function allOf(...filters: readonly string[]): string {
  return filters.length === 1 ? (filters[0] ?? '') : `(${filters.join(' and ')})`
}

export function anyOf(...filters: readonly string[]): string {
  return filters.length === 1 ? (filters[0] ?? '') : `(${filters.join(' or ')})`
}

/** `sum by (labels) (count_over_time(pipeline [window]))`; without labels one number. */
export function count(pipeline: readonly string[], seconds: number, by: readonly string[] = []): string {
  const grouping = by.length > 0 ? ` by (${by.join(', ')}) ` : ''
  return `sum${grouping}(count_over_time(${pipeline.join(' ')} [${duration(seconds)}]))`
}

/** One percentile of a numeric field over the whole window (linear interpolation, Loki's own). */
export function quantile(ratio: number, pipeline: readonly string[], path: string, seconds: number): string {
  const unwrapped = [...pipeline, `| unwrap ${labelOf(path)}`, where(equals('__error__', ''))].join(' ')
  return `quantile_over_time(${decimal(ratio)}, ${unwrapped} [${duration(seconds)}]) by ()`
}

/** 3600 -> "1h", 5400 -> "90m" */
export function duration(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600}h`
  if (seconds % 60 === 0) return `${seconds / 60}m`
  return `${seconds}s`
}

/** A number without exponent, as LogQL's literals are most widely read. */
function decimal(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text
}

function escapePattern(value: string): string {
  return value.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}
