/** One log line. Timestamps are nanoseconds since the Unix epoch. */
export interface Entry {
  readonly timestampNs: bigint
  readonly line: string
  readonly metadata?: Readonly<Record<string, string>>
}

export type MatchOperator = '=' | '!=' | '=~' | '!~'

export interface Matcher {
  readonly label: string
  readonly operator: MatchOperator
  readonly value: string
}

export interface LogStream {
  readonly labels: Readonly<Record<string, string>>
  readonly entries: Iterable<Entry>
}

/** Where the evaluator reads lines: the embedded store, or lines in memory. */
export interface LogSource {
  /**
   * Streams that satisfy every matcher, each with its entries in (fromNs, toNs], ascending by time.
   * Which streams match is decided by `streamMatcher` of match.ts, so that every source agrees.
   */
  select(matchers: readonly Matcher[], fromNs: bigint, toNs: bigint): Iterable<LogStream>
}

/** One element of an instant vector. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** One series of a range query: points are [time in ns, value], ascending. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly points: readonly (readonly [bigint, number])[]
}
