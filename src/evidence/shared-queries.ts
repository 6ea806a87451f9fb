import pLimit from 'p-limit'
import type { LogQueries } from './log-queries.ts'

const AT_ONCE = 4

/** Asks each distinct question once, however many contracts rest on it, and only a few at a time. */
export function shareQueries(source: LogQueries): LogQueries {
  const limit = pLimit(AT_ONCE)
  const asked = new Map<string, Promise<unknown>>()
  const once = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const known = asked.get(key) as Promise<T> | undefined
    if (known) return known
    const answer = limit(ask)
    asked.set(key, answer)
    return answer
  }
  return {
    instant: (query, timeNs) => once(`${timeNs} ${query}`, () => source.instant(query, timeNs)),
    range: (query, startNs, endNs, stepNs) =>
      once(`${startNs} ${endNs} ${stepNs} ${query}`, () => source.range(query, startNs, endNs, stepNs)),
  }
}
