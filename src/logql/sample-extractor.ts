import type { Grouping, RangeAggregation, Stage } from './ast.ts'
import { goFloatFault, parseGoFloat } from './go-float.ts'
import { type FilterTest, Hints } from './hints.ts'
import { jsonExpressionStep, jsonStep, type Step } from './json-stage.ts'
import { compileLabelFilter } from './label-filter.ts'
import { compileLineFilter } from './line-filter.ts'
import { LineLabels } from './line-labels.ts'
import { unsupported } from './parse-error.ts'
import type { Predicate } from './regex.ts'
import { SeriesNaming } from './series-naming.ts'
import type { Entry } from './source.ts'

type Labels = Readonly<Record<string, string>>

/** Turns the lines of one stream into numbers, each of a series. */
export interface StreamExtractor {
  /** Whether the line gives a sample; then `value`, `seriesKey` and `seriesLabels()` speak of it. */
  extract(entry: Entry): boolean
  readonly value: number
  readonly seriesKey: string
  seriesLabels(): Record<string, string>
}

/**
 * Compiles the inside of a range aggregation.
 *
 * @param outer grouping of a `sum` right around it, which Loki applies while it reads the lines
 * @throws QueryError for what the evaluator refuses
 */
export function compileExtractor(
  aggregation: RangeAggregation,
  outer?: Grouping,
): (streamLabels: Labels) => StreamExtractor {
  const { stages, unwrap } = aggregation.range
  if (unwrap?.conversion) throw unsupported(`unwrap ${unwrap.conversion}()`)
  const lineTests = stages.filter((stage) => stage.kind === 'line').map(compileLineFilter)
  const compiled = stages.filter((stage) => stage.kind !== 'line').map(compileStage)
  const postFilters = (unwrap?.filters ?? []).map(compileLabelFilter).filter((test) => test !== undefined)
  const grouping = outer ?? aggregation.grouping
  const plan: Plan = {
    lineTests,
    steps: compiled.flatMap(({ step }) => (step ? [step] : [])),
    postFilters,
    unwrapped: unwrap?.label,
    countsBytes: aggregation.operation.startsWith('bytes_'),
    naming: new SeriesNaming(grouping, unwrap?.label),
    makeHints: hintsOf(compiled, postFilters, grouping, unwrap?.label),
  }
  return (streamLabels) => new PlannedExtractor(plan, streamLabels)
}

interface Plan {
  readonly lineTests: readonly Predicate[]
  readonly steps: readonly Step[]
  readonly postFilters: readonly FilterTest[]
  readonly unwrapped: string | undefined
  readonly countsBytes: boolean
  readonly naming: SeriesNaming
  readonly makeHints: () => Hints
}

interface CompiledStage {
  readonly step?: Step
  readonly filter?: FilterTest
}

function compileStage(stage: Exclude<Stage, { kind: 'line' }>): CompiledStage {
  if (stage.kind === 'unsupported') throw unsupported(stage.construct)
  if (stage.kind === 'json') {
    return { step: stage.expressions.length > 0 ? jsonExpressionStep(stage.expressions) : jsonStep }
  }
  const filter = compileLabelFilter(stage.filter)
  return filter ? { filter, step: (_line, labels) => filter.accepts(labels) } : {}
}

function hintsOf(
  compiled: readonly CompiledStage[],
  postFilters: readonly FilterTest[],
  grouping: Grouping | undefined,
  unwrapped: string | undefined,
): () => Hints {
  const stageFilters = compiled.flatMap(({ filter }) => (filter ? [filter] : []))
  const ungrouped = unwrapped !== undefined && (!grouping || grouping.without || grouping.labels.length === 0)
  const groups = [...(grouping?.labels ?? []), ...(ungrouped ? [unwrapped] : [])]
  const named = [...stageFilters, ...postFilters].flatMap(({ labels }) => labels)
  const input = {
    required: [...named, ...groups, unwrapped ?? ''],
    groups,
    without: ungrouped || (grouping?.without ?? false),
    noLabels: grouping !== undefined && !grouping.without && grouping.labels.length === 0,
    // Loki joins several filters after unwrap into one, which it never tests early.
    filters: postFilters.length === 1 ? [...stageFilters, ...postFilters] : stageFilters,
  }
  return () => new Hints(input)
}

class PlannedExtractor implements StreamExtractor {
  readonly #plan: Plan
  readonly #labels: LineLabels
  value = 0

  constructor(plan: Plan, streamLabels: Labels) {
    this.#plan = plan
    this.#labels = new LineLabels(streamLabels, plan.makeHints())
  }

  extract({ line, metadata }: Entry): boolean {
    const { lineTests, steps, unwrapped, countsBytes } = this.#plan
    for (const test of lineTests) if (!test(line)) return false
    this.#labels.reset(metadata)
    for (const step of steps) if (!step(line, this.#labels)) return false
    if (unwrapped !== undefined) return this.#unwrap(unwrapped)
    this.value = countsBytes ? Buffer.byteLength(line) : 1
    return true
  }

  /** A line without the label is skipped; one whose label is no number is marked, for the filters after unwrap to see. */
  #unwrap(label: string): boolean {
    const text = this.#labels.get(label) ?? ''
    if (text === '') return false
    const value = parseGoFloat(text)
    this.value = value ?? 0
    if (value === undefined) {
      this.#labels.error = 'SampleExtractionErr'
      this.#labels.errorDetails = goFloatFault(text)
    }
    for (const filter of this.#plan.postFilters) if (!filter.accepts(this.#labels)) return false
    return true
  }

  get seriesKey(): string {
    return this.#plan.naming.key(this.#labels)
  }

  seriesLabels(): Record<string, string> {
    return this.#plan.naming.labels(this.#labels)
  }
}
