import type { TimeWindow } from '../contract/window.ts'
import type { Bucket } from '../stats/dispersion.ts'
import type { LineCounts, QueryRecord } from './evaluation.ts'

/** A percentile of the sample, in ms, and the ends of its two-sided interval; null where n is too small to bound it. */
export interface Percentile {
  readonly value: number
  readonly lower: number | null
  readonly upper: number | null
}

/** What logs instead, most lines first, when there is nothing of what was asked for. */
export interface Seen {
  readonly kind: 'functions' | 'versions'
  readonly names: readonly string[]
}

/** The facts that one contract is judged on. */
export interface Facts {
  readonly window: TimeWindow
  readonly lines: LineCounts
  /** lines of any version that are, or for all that can be read may be, requests of the population */
  readonly candidates: number
  readonly n: number
  readonly k: number
  /** the whole minutes of the window in order, empty ones too */
  readonly buckets: readonly Bucket[]
  readonly percentile: Percentile | null
  readonly seen: Seen | null
  readonly queries: readonly QueryRecord[]
}
