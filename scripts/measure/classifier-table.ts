import type { LocalFunction } from './local-function.ts'

/** How many classes are asked for. */
export const TOP = 5

export interface MeasuredVariant {
  readonly variant: string
  readonly classify: LocalFunction
  /** By photo: where the labelled class stands among the first ones; -1 when it is not among them. */
  readonly ranks: Map<string, number>
  readonly inferMs: number[]
}

/** One row for each variant. */
export function printTable(measured: readonly MeasuredVariant[], photos: number): void {
  console.log(
    `| variant | top-1 of ${photos} | top-${TOP} of ${photos} | model, ms, median | not first |\n| --- | --- | --- | --- | --- |`,
  )
  for (const { variant, ranks, inferMs } of measured) {
    const count = (within: number) => [...ranks.values()].filter((rank) => rank >= 0 && rank < within).length
    const middle = inferMs.toSorted((a, b) => a - b)[inferMs.length >> 1]
    const others = [...ranks]
      .filter(([, rank]) => rank !== 0)
      .map(([name, rank]) => `${name} (${rank < 0 ? '-' : rank + 1})`)
    console.log(`| ${variant} | ${count(1)} | ${count(TOP)} | ${middle?.toFixed(1)} | ${others.join(', ')} |`)
  }
}
