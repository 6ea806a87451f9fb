import { labelsKey } from './labels.ts'
import { streamMatcher } from './match.ts'
import type { Entry, LogSource, LogStream } from './source.ts'

/** Lines in memory as a source. As in Loki, an entry that equals another of its stream in time, line and metadata is one. */
export function memorySource(streams: Iterable<LogStream>): LogSource {
  const merged = new Map<string, { labels: LogStream['labels']; entries: Entry[] }>()
  for (const { labels, entries } of streams) {
    const key = labelsKey(labels)
    const known = merged.get(key)
    if (known) for (const entry of entries) known.entries.push(entry)
    else merged.set(key, { labels, entries: [...entries] })
  }
  const sorted = [...merged.values()].map(({ labels, entries }) => ({ labels, entries: sortUnique(entries) }))
  return {
    select: function* (matchers, fromNs, toNs) {
      const matches = streamMatcher(matchers)
      for (const { labels, entries } of sorted) {
        if (matches(labels)) yield { labels, entries: between(entries, fromNs, toNs) }
      }
    },
  }
}

function sortUnique(entries: readonly Entry[]): Entry[] {
  const seen = new Set<string>()
  const unique = entries.filter(({ timestampNs, line, metadata }) => {
    const key = `${timestampNs}\n${labelsKey(metadata ?? {})}\n${line}`
    return !seen.has(key) && seen.add(key)
  })
  return unique.sort((left, right) =>
    left.timestampNs < right.timestampNs ? -1 : +(left.timestampNs > right.timestampNs),
  )
}

function between(entries: readonly Entry[], fromNs: bigint, toNs: bigint): readonly Entry[] {
  return entries.filter(({ timestampNs }) => timestampNs > fromNs && timestampNs <= toNs)
}
