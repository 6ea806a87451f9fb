import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ConfigError, LogSourceError, QueryError } from '../errors.ts'
import { evaluateInstant, evaluateRange } from '../logql/evaluate.ts'
import { memorySource } from '../logql/memory-source.ts'
import type { Entry, LogSource } from '../logql/source.ts'
import type { LogQueries } from './log-queries.ts'

const lineShape = z.strictObject({
  stream: z.record(z.string(), z.string()),
  ts: z.string().regex(/^\d{1,19}$/, 'expected nanoseconds since the epoch as a string of digits'),
  line: z.string(),
})
type LogLine = z.infer<typeof lineShape>

/** Log lines in memory that answer LogQL as a Loki would. */
interface LogLines extends LogQueries {
  /** time of the newest line, ns since the epoch */
  readonly lastNs: bigint
}

/**
 * Reads log lines from a file of JSON lines: `{"stream": {labels}, "ts": "nanoseconds", "line": "text"}`.
 *
 * @throws ConfigError naming the file, the line and what is wrong with it
 */
export function readLines(path: string): LogLines {
  const texts = readText(path)
    .split('\n')
    .map((text, index) => ({ text, number: index + 1 }))
    .filter(({ text }) => text !== '')
  return logLines(texts.map(({ text, number }) => parseLine(text, `${path}:${number}`)))
}

/** Answers queries on these lines with the evaluator of the embedded log store. */
export function logLines(lines: readonly LogLine[]): LogLines {
  const source = sourceOf(lines)
  const lastNs = lines.reduce((last, { ts }) => (BigInt(ts) > last ? BigInt(ts) : last), 0n)
  return {
    lastNs,
    instant: async (query, timeNs) => answer(() => evaluateInstant(query, timeNs, source)),
    range: async (query, startNs, endNs, stepNs) => answer(() => evaluateRange(query, startNs, endNs, stepNs, source)),
  }
}

function sourceOf(lines: readonly LogLine[]): LogSource {
  const streams = new Map<string, { labels: Record<string, string>; entries: Entry[] }>()
  for (const { stream, ts, line } of lines) {
    const key = JSON.stringify(Object.entries(stream).sort())
    const known = streams.get(key) ?? { labels: stream, entries: [] }
    known.entries.push({ timestampNs: BigInt(ts), line })
    streams.set(key, known)
  }
  return memorySource([...streams.values()])
}

function answer<T>(evaluate: () => T): T {
  try {
    return evaluate()
  } catch (error) {
    if (error instanceof QueryError) throw new LogSourceError(`the lines did not answer: ${error.message}`)
    throw error
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new ConfigError(`Cannot read the log lines ${path}: ${(cause as NodeJS.ErrnoException).code}`, { cause })
  }
}

function parseLine(text: string, place: string): LogLine {
  try {
    return lineShape.parse(JSON.parse(text))
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll('\n', ' ') : 'it is not JSON'
    throw new ConfigError(`Expected {"stream", "ts", "line"} at ${place} but ${why}`, { cause })
  }
}
