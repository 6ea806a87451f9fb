const UNIT_NS: Readonly<Record<string, bigint>> = {
  y: 31_536_000_000_000_000n,
  w: 604_800_000_000_000n,
  d: 86_400_000_000_000n,
  h: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
}
const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/
const MAX_NS = 9_223_372_036_854_775_807n

/**
 * Reads a Prometheus duration: whole numbers with units from large to small.
 *
 * @returns nanoseconds, or the fault in Prometheus' words
 * @example parseDuration('1h30m') // 5400000000000n
 */
export function parseDuration(text: string): bigint | string {
  if (text === '0') return 0n
  if (text === '') return 'empty duration string'
  const match = DURATION.exec(text)
  if (!match) return `not a valid duration string: ${JSON.stringify(text)}`
  let total = 0n
  for (const [index, unit] of Object.values(UNIT_NS).entries()) total += BigInt(match[index + 1] ?? 0) * unit
  return total > MAX_NS ? 'duration out of range' : total
}

/** Whether a token of a query is a duration: Prometheus' form, or Go's with fractions and small units. */
export function isDuration(text: string): boolean {
  return typeof parseDuration(text) === 'bigint' || /^-?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text)
}
