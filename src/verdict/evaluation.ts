import type { Gate, Use, Verdict } from './verdict.ts'

/** A closed window of time, RFC 3339 in UTC: (start, end]. */
export interface WindowRecord {
  readonly start: string
  readonly end: string
  readonly lag_seconds: number
}

/** What was promised: `below` is exclusive, the others are inclusive. In `unit` of the contract. */
export type LimitRecord =
  | { readonly below: number }
  | { readonly at_least: number }
  | { readonly from: number; readonly to: number }

/** One query that the verdict rests on, so that a reader can ask the same again. */
export interface QueryRecord {
  /** what it measures, e.g. "requests", "requests of 150 ms or more", "p99" */
  readonly name: string
  readonly query: string
  /** RFC 3339 instant at which it was evaluated, with nanoseconds */
  readonly time: string
  /** its number; null when the answer was empty or was not one number */
  readonly value: number | null
}

/** Lines that were looked at and set aside, by cause. */
export interface LineCounts {
  /** lines of the function's streams that no pattern of the catalogue ignores */
  readonly considered: number
  readonly ignored: number
  readonly unparsable: number
  readonly lacking_field: number
}

/** The judgement of one contract: one `Then` step of one scenario (or row of an outline). */
export interface ContractRecord {
  /** stable while lines move: 12 hex digits over the file, the scenario and the promise */
  readonly id: string
  readonly uri: string
  /** line of the `Then` step in the feature file */
  readonly line: number
  readonly feature: string
  readonly name: string
  /** the text of the `Then` step */
  readonly promise: string
  readonly function: string
  readonly namespace: string
  readonly model_version: string
  readonly verdict: Verdict
  /** whether this verdict blocks under the policy of the run's use */
  readonly gate: Gate
  /** one sentence; it may hold names and labels taken from logs, so it is text, never Markdown */
  readonly reason: string
  readonly window: WindowRecord
  /** unit of limit, estimate and interval: milliseconds, or a ratio from 0 to 1 */
  readonly unit: 'ms' | 'ratio'
  readonly limit: LimitRecord
  /** requests of the population, and those that break the promise (for a class: those of it; for a field: those that keep the promise) */
  readonly n: number | null
  readonly k: number | null
  readonly estimate: number | null
  /** two-sided 95 % interval; null at an end means that it is unbounded at this sample size */
  readonly interval: readonly [number | null, number | null] | null
  /** p-value of the test for FAIL, and the same adjusted by Holm over the run's contracts */
  readonly p_fail: number | null
  readonly p_fail_adjusted: number | null
  /** overdispersion over minutes by which n and k were divided; null when there are too few minutes (20) to tell */
  readonly dispersion: number | null
  /** requests needed to decide at the observed share; null when decided or never */
  readonly needed: number | null
  readonly lines: LineCounts | null
  readonly queries: readonly QueryRecord[]
}

/** One run of the gate: the content of reports/verdicts.json. */
export interface EvaluationRecord {
  readonly schema_version: 1
  readonly use: Use
  readonly window: WindowRecord
  readonly gate: Gate
  readonly exit_code: 0 | 1
  /** verdict -> gate under this use, as it was applied */
  readonly policy: Readonly<Record<Verdict, Gate>>
  readonly contracts: readonly ContractRecord[]
}
