import type { Matcher } from './source.ts'

/** A construct that is part of LogQL but that the evaluator refuses; `construct` is named in the refusal. */
export interface Unsupported {
  readonly kind: 'unsupported'
  readonly construct: string
}

export type LineFilterOperator = '|=' | '!=' | '|~' | '!~'

/** `|= "a" or "b"`: the values are alternatives. */
export interface LineFilter {
  readonly kind: 'line'
  readonly operator: LineFilterOperator
  readonly values: readonly string[]
}

/** `event="payload.event"`: the value at a path becomes the label. */
export interface JsonExpression {
  readonly label: string
  readonly path: string
}

/** `| json`: without expressions every key becomes a label. */
interface JsonStage {
  readonly kind: 'json'
  readonly expressions: readonly JsonExpression[]
}

export type Comparison = '==' | '!=' | '>' | '>=' | '<' | '<='

export type LabelFilter =
  | { readonly kind: 'match'; readonly matcher: Matcher }
  | { readonly kind: 'number'; readonly label: string; readonly comparison: Comparison; readonly value: number }
  | { readonly kind: 'and' | 'or'; readonly left: LabelFilter; readonly right: LabelFilter }
  | Unsupported

interface LabelFilterStage {
  readonly kind: 'label'
  readonly filter: LabelFilter
}

export type Stage = LineFilter | JsonStage | LabelFilterStage | Unsupported

export interface Unwrap {
  readonly label: string
  /** `duration`, `bytes`, ...; absent for a plain number. */
  readonly conversion?: string
  readonly filters: readonly LabelFilter[]
}

interface LogExpression {
  readonly kind: 'log'
  readonly matchers: readonly Matcher[]
  readonly stages: readonly Stage[]
}

export interface LogRange extends LogExpression {
  readonly unwrap?: Unwrap
  readonly rangeNs: bigint
  readonly offsetNs: bigint
}

export interface Grouping {
  readonly without: boolean
  readonly labels: readonly string[]
}

export interface RangeAggregation {
  readonly kind: 'range'
  readonly operation: string
  /** The quantile of `quantile_over_time`. */
  readonly parameter?: number
  readonly range: LogRange
  readonly grouping?: Grouping
}

export interface VectorAggregation {
  readonly kind: 'vector'
  readonly operation: string
  readonly expression: MetricExpression
  readonly grouping: Grouping
}

export interface BinaryOperation {
  readonly kind: 'binary'
  readonly operator: string
  /** `bool`, `on`, `ignoring`, `group_left`, `group_right`: parsed, and refused by the evaluator. */
  readonly modifier?: string
  readonly left: MetricExpression
  readonly right: MetricExpression
}

export type MetricExpression =
  | RangeAggregation
  | VectorAggregation
  | BinaryOperation
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'constant'; readonly value: number }
  | Unsupported

export type Expression = LogExpression | MetricExpression
