import type { ContractRecord, LimitRecord, WindowRecord } from '../verdict/evaluation.ts'
import { formatSignificant, formatCount as grouped } from '../verdict/number-format.ts'

/** How numbers, limits and windows are written for people: one place for every report. */

type Unit = ContractRecord['unit']

const SIGNIFICANT_DIGITS: Record<Unit, number> = { ms: 4, ratio: 3 }
const MOST_DIGITS = 15
const NONE = '–'

/**
 * A count with its thousands apart.
 * @example formatCount(41200) // '41 200'
 */
export function formatCount(count: number | null): string {
  return count === null ? NONE : grouped(count)
}

/**
 * A value with its unit: milliseconds to 4 significant digits, a ratio as a percentage to 3.
 * @param digits significant digits, when the unit's own are too few
 * @example formatValue(143.24, 'ms') // '143.2 ms'
 * @example formatValue(0.0042, 'ratio') // '0.42 %'
 */
export function formatValue(value: number | null, unit: Unit, digits = SIGNIFICANT_DIGITS[unit]): string {
  if (value === null) return NONE
  return unit === 'ms' ? `${formatSignificant(value, digits)} ms` : `${formatSignificant(value * 100, digits)} %`
}

/**
 * A measured value, with as many digits as tell it from every bound of its limit, so that no reader sees
 * "0.5 % is not below 0.5 %" where 0.5003 % was measured.
 */
export function formatMeasured(contract: Pick<ContractRecord, 'estimate' | 'unit' | 'limit'>): string {
  const { estimate, unit, limit } = contract
  if (estimate === null) return NONE
  const bounds = boundsOf(limit).filter((bound) => bound !== estimate)
  let digits = SIGNIFICANT_DIGITS[unit]
  const same = () =>
    bounds.some((bound) => formatValue(estimate, unit, digits) === formatValue(bound, unit, MOST_DIGITS))
  while (digits < MOST_DIGITS && same()) digits += 1
  return formatValue(estimate, unit, digits)
}

/** @example formatInterval([0.001, null], 'ratio') // '[0.1 %, unbounded]' */
export function formatInterval(interval: ContractRecord['interval'], unit: Unit): string {
  if (interval === null) return ''
  const [low, high] = interval.map((end) => (end === null ? 'unbounded' : formatValue(end, unit)))
  return `[${low}, ${high}]`
}

/** @example formatLimit({ from: 0.05, to: 0.15 }, 'ratio') // '5 % to 15 %' */
export function formatLimit(limit: LimitRecord, unit: Unit): string {
  if ('below' in limit) return `below ${formatValue(limit.below, unit, MOST_DIGITS)}`
  if ('at_least' in limit) return `at least ${formatValue(limit.at_least, unit, MOST_DIGITS)}`
  return `${formatValue(limit.from, unit, MOST_DIGITS)} to ${formatValue(limit.to, unit, MOST_DIGITS)}`
}

/** @example formatWindow({ start: '2026-11-21T13:05:00Z', end: '2026-11-21T14:05:00Z', lag_seconds: 60 }) // '2026-11-21 13:05 to 14:05 UTC' */
export function formatWindow(window: WindowRecord): string {
  const [startDay, startTime] = instant(window.start)
  const [endDay, endTime] = instant(window.end)
  return `${startDay} ${startTime} to ${startDay === endDay ? '' : `${endDay} `}${endTime} UTC`
}

function instant(time: string): [string, string] {
  const iso = new Date(time).toISOString()
  return [iso.slice(0, 10), iso.slice(11, iso.slice(17, 19) === '00' ? 16 : 19)]
}

function boundsOf(limit: LimitRecord): number[] {
  return Object.values(limit)
}
