/** A closed window of time (start, end], in nanoseconds since the epoch. */
export interface TimeWindow {
  readonly startNs: bigint
  readonly endNs: bigint
}

const NS_PER_MS = 1_000_000n

/** The window of that many seconds that ends at `endNs`. */
export function windowEndingAt(endNs: bigint, seconds: number): TimeWindow {
  return { startNs: endNs - BigInt(seconds) * 1_000_000_000n, endNs }
}

/** RFC 3339 in UTC, with the nine digits of nanoseconds. */
export function rfc3339(ns: bigint): string {
  const seconds = new Date(Number(ns / NS_PER_MS)).toISOString().slice(0, 19)
  return `${seconds}.${String(ns % 1_000_000_000n).padStart(9, '0')}Z`
}

export function nsFromMs(ms: number): bigint {
  return BigInt(Math.round(ms)) * NS_PER_MS
}

/** Ends of the whole buckets inside a window, aligned to multiples of the step as a Loki frontend aligns them. */
export function wholeBuckets(window: TimeWindow, stepNs: bigint): { firstEndNs: bigint; lastEndNs: bigint } | null {
  const firstEndNs = ceilTo(window.startNs, stepNs) + stepNs
  const lastEndNs = (window.endNs / stepNs) * stepNs
  return firstEndNs <= lastEndNs ? { firstEndNs, lastEndNs } : null
}

function ceilTo(value: bigint, step: bigint): bigint {
  return ((value + step - 1n) / step) * step
}
