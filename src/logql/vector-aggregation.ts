import type { Grouping, VectorAggregation } from './ast.ts'
import { labelsKey } from './labels.ts'
import { unsupported } from './parse-error.ts'
import type { Sample } from './source.ts'

type Labels = Readonly<Record<string, string>>
type Combine = (values: readonly number[]) => number

const isBetter = (isMore: (value: number, best: number) => boolean): Combine => {
  return (values) => values.reduce((best, value) => (isMore(value, best) || Number.isNaN(best) ? value : best))
}

const OPERATIONS: Readonly<Record<string, Combine>> = {
  sum: (values) => values.reduce((sum, value) => sum + value),
  count: (values) => values.length,
  min: isBetter((value, best) => value < best),
  max: isBetter((value, best) => value > best),
  avg: (values) => values.reduce((mean, value, index) => mean + (value - mean) / (index + 1)),
}

/** Combines the samples of a vector that share the labels of the grouping. @throws QueryError if not supported */
export function vectorFunction({ operation, grouping }: VectorAggregation): (vector: readonly Sample[]) => Sample[] {
  const combine = OPERATIONS[operation]
  if (!combine) throw unsupported(operation)
  return (vector) => {
    const groups = new Map<string, { labels: Labels; values: number[] }>()
    for (const { labels, value } of vector) {
      const kept = groupLabels(labels, grouping)
      const key = labelsKey(kept)
      const group = groups.get(key)
      if (group) group.values.push(value)
      else groups.set(key, { labels: grouping.without ? dropEmpty(kept) : kept, values: [value] })
    }
    return [...groups.values()].map(({ labels, values }) => ({ labels, value: combine(values) }))
  }
}

function groupLabels(labels: Labels, { without, labels: names }: Grouping): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name) !== without))
}

/** `without` shows no empty labels, though they keep groups apart. */
function dropEmpty(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''))
}
