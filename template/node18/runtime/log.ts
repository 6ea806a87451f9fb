import pino, { type DestinationStream } from 'pino'
import { type EventName, LOG_FIELDS, type LogValues } from './conventions.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Writes one JSON object a line, far under of-watchdog's 64 KiB. */
export interface Log {
  write(level: LogLevel, event: EventName, message: string, values?: LogValues): void
}

const MAX_TEXT_LENGTH = 512
const FIELDS = Object.entries(LOG_FIELDS) as [keyof LogValues, { name: string }][]

/**
 * Opens the log: lines on the destination, fields in the order of the conventions.
 *
 * @param common what every line carries
 * @param nowMs milliseconds since 1970, for tests
 */
export function openLog(
  level: LogLevel | 'silent',
  common: () => LogValues,
  destination: DestinationStream = pino.destination({ fd: 1, sync: true }),
  nowMs: () => number = Date.now,
): Log {
  const logger = pino(
    {
      level,
      base: null,
      // pino would write its level first: here it is a field like the others, so this begins the line, without a comma
      formatters: { level: () => ({}) },
      timestamp: () => `"${LOG_FIELDS.timestamp.name}":"${new Date(nowMs()).toISOString()}"`,
    },
    destination,
  )
  return {
    write(level, event, message, values = {}) {
      if (!logger.isLevelEnabled(level)) return
      logger[level](orderFields({ ...common(), ...values, level: level.toUpperCase(), message, event }))
    },
  }
}

function orderFields(values: LogValues): Record<string, string | number> {
  const line: Record<string, string | number> = {}
  for (const [key, { name }] of FIELDS) {
    const value = values[key]
    if (value !== undefined) line[name] = typeof value === 'string' ? value.slice(0, MAX_TEXT_LENGTH) : value
  }
  return line
}
