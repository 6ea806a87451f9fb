import type { MeasuredFace } from './encode-faces.ts'
import { comparePairs, countFalseAccepts, countFalseRejects, type ErrorRate, type Pair, type Pairs } from './pairs.ts'

/** One row for each threshold. */
export function printTable(title: string, pairs: Pairs, thresholds: readonly number[]): void {
  console.log(
    `\n| ${title} | false rejects of ${pairs.same.length} | 95 % | false accepts of ${pairs.different.length} | 95 % |`,
  )
  console.log('| --- | --- | --- | --- | --- |')
  for (const threshold of thresholds) {
    const errors = [countFalseRejects(pairs, threshold), countFalseAccepts(pairs, threshold)]
    console.log(`| ${threshold.toFixed(2)} | ${errors.map(describeRate).join(' | ')} |`)
  }
}

function describeRate({ wrong, of, interval }: ErrorRate): string {
  return `${(wrong / of).toFixed(4)} (${wrong}) | ${interval.map((end) => end.toFixed(4)).join(' to ')}`
}

/** The errors at a threshold by the photos that they lie between. */
export function printErrors(pairs: Pairs, threshold: number): void {
  for (const [name, { byPhotos }] of Object.entries({
    'False rejects': countFalseRejects(pairs, threshold),
    'False accepts': countFalseAccepts(pairs, threshold),
  })) {
    console.log(`\n${name} at ${threshold}: ${[...byPhotos].map(([photos, count]) => `${photos} ${count}`).join('; ')}`)
  }
}

/** The pairs of unaltered photos alone. */
export function printOriginals(faces: readonly MeasuredFace[]): void {
  const { same, different } = comparePairs(faces.filter(({ copy }) => copy === 'original'))
  const describe = (pairs: readonly Pair[]) => {
    const sorted = pairs.map(({ distance }) => distance).toSorted((a, b) => a - b)
    const [least, middle, most] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)]
    return `${pairs.length} pairs, ${[least, middle, most].map((distance) => distance?.toFixed(3)).join(', ')}`
  }
  console.log(`\nOriginals, least, median and most: one person ${describe(same)}; two people ${describe(different)}`)
}
