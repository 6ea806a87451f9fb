const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/g
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/

/**
 * Reads a duration as of-watchdog does: Go's form ("1m30s"), or an integer of seconds. 0 means none.
 * @returns milliseconds, or undefined if the text is neither
 * @example parseGoDuration('1m30s') // 90000
 */
export function parseGoDuration(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 1000
  if (!DURATION.test(text)) return undefined
  return [...text.matchAll(PART)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * (UNIT_MS[unit ?? ''] ?? 0),
    0,
  )
}
