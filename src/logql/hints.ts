import type { LineLabels } from './line-labels.ts'

/** A label filter as a hint sees it: the labels that it reads, and its test. */
export interface FilterTest {
  readonly labels: readonly string[]
  /** A filter made of several is never tested early. */
  readonly combined: boolean
  accepts(labels: LineLabels): boolean
}

interface HintInput {
  /** Labels that filters name, those of the grouping, and the unwrapped one. */
  readonly required: readonly string[]
  readonly groups: readonly string[]
  readonly without: boolean
  readonly noLabels: boolean
  readonly filters: readonly FilterTest[]
}

const EXTRACTED = '_extracted'

/**
 * What a metric query needs of a parser. Loki extracts no more than that, and the answer depends on it: where all is found a
 * broken rest of the line is no error, and where nothing is needed the line is not parsed at all.
 */
export class Hints {
  readonly #required: readonly string[]
  readonly #nothing: boolean
  readonly #filters: readonly FilterTest[]
  readonly #extracted = new Set<string>()
  /** Whether a parser's error is a value to group by rather than the end of the query. */
  readonly preservesError: boolean

  constructor({ required, groups, without, noLabels, filters }: HintInput) {
    const names = [...new Set(required.flatMap(withoutSuffix))].filter((name) => name !== '')
    const grouped = !without && groups.length > 0
    this.#nothing = noLabels && names.length === 0
    this.#required = noLabels || grouped ? names : []
    this.preservesError = this.#required.includes('__error__')
    const early = !this.#nothing && (noLabels || !grouped)
    this.#filters = early ? filters.filter((filter) => !filter.combined && filter.labels.length <= 1) : []
  }

  reset(): void {
    this.#extracted.clear()
  }

  record(label: string): void {
    this.#extracted.add(label)
  }

  wants(label: string): boolean {
    return (this.#required.length === 0 || this.#required.includes(label)) && !this.#extracted.has(label)
  }

  wantsBelow(prefix: string): boolean {
    return this.#required.length === 0 || this.#required.some((label) => label.startsWith(prefix))
  }

  get allFound(): boolean {
    return this.#required.length > 0 && this.#required.every((label) => this.#extracted.has(label))
  }

  get skipsParsing(): boolean {
    return this.#nothing || this.allFound
  }

  /** Whether a line may still count after a label was found: the first filter on it is tested at once. */
  survives(label: string, labels: LineLabels): boolean {
    const filter = this.#filters.find((candidate) => candidate.labels.includes(label))
    return filter ? filter.accepts(labels) : true
  }
}

function withoutSuffix(label: string): string[] {
  return label.endsWith(EXTRACTED) ? [label, label.slice(0, -EXTRACTED.length)] : [label]
}
