import { ConfigError } from '../errors.ts'

/** A length of time as the contract words it. */
export interface Duration {
  readonly text: string
  readonly seconds: number
}

const SECONDS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 }
const LONGEST_SECONDS = 30 * 86_400

/**
 * Reads "1 hour", "30 minutes", "7 days": a whole number and a unit from second to week.
 *
 * @returns the duration with its wording, from 1 second to 30 days (Loki's own default limit of a query)
 * @throws ConfigError for anything else, naming it
 * @example parseDuration('30 minutes') // { text: '30 minutes', seconds: 1800 }
 */
export function parseDuration(text: string): Duration {
  const match = /^(\d+) (second|minute|hour|day|week)s?$/.exec(text.trim())
  const seconds = match ? Number(match[1]) * (SECONDS[match[2] ?? ''] ?? 0) : 0
  if (seconds < 1) {
    throw new ConfigError(`Expected a duration such as "1 hour", "30 minutes" or "7 days" but received "${text}"`)
  }
  if (seconds > LONGEST_SECONDS) throw new ConfigError(`Expected a duration of at most 30 days but received "${text}"`)
  return { text: text.trim(), seconds }
}
