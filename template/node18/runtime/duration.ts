const UNIT_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 0.001,
  µs: 0.001,
  ns: 1e-6,
}
const PART = /(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/gy

/**
 * Reads a duration as of-watchdog does: Go's form, or an integer that means seconds.
 * Source: https://pkg.go.dev/time#ParseDuration, negative durations left out.
 *
 * @returns milliseconds, or undefined when the text is neither form
 * @example parseDuration('1m30s') // 90000
 */
export function parseDuration(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 1000
  let total = 0
  let end = 0
  for (const match of text.matchAll(PART)) {
    total += Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? Number.NaN)
    end = match.index + match[0].length
  }
  return text !== '' && end === text.length ? total : undefined
}
