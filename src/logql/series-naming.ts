import type { Grouping } from './ast.ts'
import { labelsKey } from './labels.ts'
import type { LineLabels } from './line-labels.ts'

/**
 * Decides to which series a line's sample belongs. A line with an error keeps all its labels, so that the error is not lost;
 * a series without grouping has all labels but the unwrapped one.
 */
export class SeriesNaming {
  readonly #by: readonly string[] | undefined
  readonly #without: readonly string[]

  constructor(grouping: Grouping | undefined, unwrapped: string | undefined) {
    const grouped = grouping && !grouping.without
    this.#by = grouped ? [...grouping.labels].sort() : undefined
    this.#without = grouped ? [] : [...(grouping?.labels ?? []), ...(unwrapped === undefined ? [] : [unwrapped])]
  }

  labels(line: LineLabels): Record<string, string> {
    if (line.error !== '') return line.all()
    if (this.#by) return this.#pick(line, this.#by)
    const labels = line.all()
    for (const name of this.#without) delete labels[name]
    return labels
  }

  key(line: LineLabels): string {
    if (line.error !== '' || !this.#by) return labelsKey(this.labels(line))
    let key = ''
    for (const name of this.#by) {
      const value = line.get(name)
      key += value === undefined ? '\u0001' : `\u0002${value}\u0001`
    }
    return key
  }

  #pick(line: LineLabels, names: readonly string[]): Record<string, string> {
    const labels: Record<string, string> = {}
    for (const name of names) {
      const value = line.get(name)
      if (value !== undefined) labels[name] = value
    }
    return labels
  }
}
