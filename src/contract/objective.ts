import { ConfigError } from '../errors.ts'
import { parseName } from './name.ts'

/** Which requests count (docs/architecture.md, "Populations"). */
export type Population = 'performance' | 'requests' | 'predictions'

export type Objective =
  | { readonly kind: 'latency'; readonly percentile: number; readonly belowMs: number }
  | { readonly kind: 'status'; readonly status: string; readonly below: number }
  | { readonly kind: 'class'; readonly className: string; readonly from: number; readonly to: number }
  | {
      readonly kind: 'field'
      readonly field: string
      readonly range: Range
      /** ratio of the predictions that promise it at the least */
      readonly share: number
    }

/** Values that keep a promise, both ends included; an end that is absent bounds nothing. At least one is there. */
export interface Range {
  readonly from?: number
  readonly to?: number
}

/** The population whose logs hold what an objective of this kind needs. */
export const POPULATION_OF: Readonly<Record<Objective['kind'], Population>> = {
  latency: 'performance',
  status: 'requests',
  class: 'predictions',
  field: 'predictions',
}

const MS_PER_UNIT = new Map([
  ['ms', 1],
  ['milliseconds', 1],
  ['s', 1000],
  ['seconds', 1000],
])

/**
 * "The p99 latency should be below 150 ms": at most 1 % of the requests take 150 ms or more.
 *
 * @param percentile between 0 and 100, both excluded
 * @param limit greater than 0, in `unit`
 * @param unit ms or s
 * @throws ConfigError naming what is out of range
 */
export function latencyBelow(percentile: number, limit: number, unit: string): Objective {
  const factor = MS_PER_UNIT.get(unit)
  if (factor === undefined) throw new ConfigError(`Expected ms or s for the unit of a latency but received "${unit}"`)
  if (!(percentile > 0 && percentile < 100)) {
    throw new ConfigError(`Expected a percentile between 0 and 100 (both excluded) but received p${percentile}`)
  }
  if (!(limit > 0 && limit < Number.POSITIVE_INFINITY)) {
    throw new ConfigError(`Expected a latency greater than 0 ${unit} but received ${limit}`)
  }
  return { kind: 'latency', percentile, belowMs: limit * factor }
}

/**
 * "The error rate for status code 5xx should be less than 0.5 percent".
 *
 * @param status a class such as 5xx, or one code such as 503
 * @param percent greater than 0, at most 100
 * @throws ConfigError naming what is out of range
 */
export function statusLessThan(status: string, percent: number): Objective {
  if (!/^[1-5](xx|\d\d)$/.test(status)) {
    throw new ConfigError(`Expected a status code such as 5xx or 503 but received "${status}"`)
  }
  if (!(percent > 0 && percent <= 100)) {
    throw new ConfigError(`Expected a limit above 0 and up to 100 percent but received ${percent}`)
  }
  return { kind: 'status', status, below: ratio(percent) }
}

/**
 * "The prediction proportion for class C should be between 5 and 15 percent", both ends included.
 *
 * @throws ConfigError when the limits are out of order or out of 0 to 100
 */
export function classBetween(className: string, fromPercent: number, toPercent: number): Objective {
  if (!(fromPercent >= 0 && toPercent <= 100 && fromPercent < toPercent)) {
    throw new ConfigError(
      `Expected two limits from 0 to 100 percent, the lower first, but received ${fromPercent} and ${toPercent}`,
    )
  }
  return { kind: 'class', className: parseName(className, 'class'), from: ratio(fromPercent), to: ratio(toPercent) }
}

/**
 * "The "foreground_ratio" should be between 0.02 and 0.98 in at least 95 percent of the predictions", both ends included.
 *
 * @param percent between 0 and 100, both excluded: that all values of all time lie in a range can never be proven
 * @throws ConfigError when a limit is no number, the limits are out of order, or the percentage is out of range
 */
export function fieldWithin(field: string, range: Range, percent: number): Objective {
  const { from, to } = range
  const limits = [from, to].filter((limit) => limit !== undefined)
  if (!limits.every(Number.isFinite) || (from !== undefined && to !== undefined && from > to)) {
    throw new ConfigError(`Expected finite limits, the lower first, but received ${limits.join(' and ')}`)
  }
  if (!(percent > 0 && percent < 100)) {
    throw new ConfigError(`Expected a share between 0 and 100 percent (both excluded) but received ${percent}`)
  }
  return { kind: 'field', field: parseName(field, 'field'), range, share: ratio(percent) }
}

/** The share of requests that may miss the limit of a percentile: 0.01 for p99. */
export function allowedShare(percentile: number): number {
  return ratio(100 - percentile)
}

/** Percent to ratio without the noise of binary fractions: 0.5 -> 0.005, 100 - 99.9 -> 0.001. */
function ratio(percent: number): number {
  return Number((percent / 100).toPrecision(12))
}
