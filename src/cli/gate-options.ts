import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_LAG_SECONDS } from '../contract/policy.ts'
import { nsFromMs } from '../contract/window.ts'
import { ConfigError } from '../errors.ts'
import { BUILT_USES, type BuiltUse } from '../verdict/policy.ts'
import { packageFolder } from './package-folder.ts'

const LONGEST_LAG_SECONDS = 86_400
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

/** @throws ConfigError for a use that is not built, naming those that are */
export function parseUse(text: string): BuiltUse {
  const use = BUILT_USES.find((built) => built === text)
  if (!use) throw new ConfigError(`Expected ${BUILT_USES.join(' or ')} for --use but received "${text}"`)
  return use
}

/**
 * "60s", "2m", "1h" to seconds, at most a day.
 *
 * @throws ConfigError for anything else, naming it
 */
export function parseLag(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LAG_SECONDS
  const match = /^(\d+)([smh])$/.exec(text)
  const seconds = match ? Number(match[1]) * (SECONDS[match[2] ?? ''] ?? 1) : Number.NaN
  if (!(seconds <= LONGEST_LAG_SECONDS)) {
    throw new ConfigError(`Expected a time such as 60s, 2m or 1h, at most 24h, for --lag but received "${text}"`)
  }
  return seconds
}

/**
 * An RFC 3339 time to nanoseconds since the epoch.
 *
 * @throws ConfigError for anything else, for a day that no calendar has, and for times before 1970
 */
export function parseInstant(text: string): bigint {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text)
  const ms = match ? Date.parse(`${match[1]}${match[3]}`) : Number.NaN
  if (!(ms >= 0) || !isCalendarDay(text.slice(0, 10))) {
    throw new ConfigError(`Expected an RFC 3339 time such as 2026-01-31T12:00:00Z for --at but received "${text}"`)
  }
  return nsFromMs(ms) + BigInt((match?.[2] ?? '').padEnd(9, '0'))
}

/** Date.parse takes the 31st of February for the 3rd of March. */
function isCalendarDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}

/** The catalogue of the working folder, else the one that comes with Vouch. */
export function findCatalogue(option: string | undefined): string {
  if (option !== undefined) return option
  if (existsSync('telemetry.yaml')) return 'telemetry.yaml'
  return join(packageFolder(), 'telemetry.yaml')
}
