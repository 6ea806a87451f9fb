import type { Catalogue } from '../catalogue/read-catalogue.ts'
import type { Contract } from '../contract/contract.ts'
import type { Objective } from '../contract/objective.ts'
import { INTERVAL_LEVEL } from '../contract/policy.ts'
import { rfc3339, type TimeWindow, wholeBuckets } from '../contract/window.ts'
import type { Sample } from '../logql/source.ts'
import type { Bucket } from '../stats/dispersion.ts'
import { percentileRanks } from '../stats/percentile-ranks.ts'
import type { QueryRecord } from '../verdict/evaluation.ts'
import type { Facts, Percentile, Seen } from '../verdict/facts.ts'
import type { LogQueries } from './log-queries.ts'
import { buildQueries, type ContractQueries } from './queries.ts'

const MINUTE_NS = 60_000_000_000n
const WEEK_NS = 10_080n * MINUTE_NS
const MOST_NAMES = 10

/**
 * Asks the log store for all that one contract is judged on. Counts come from instant queries at the window's end;
 * an empty answer is a count of zero, and never more than that.
 *
 * @throws LogSourceError when any of the questions has no answer
 */
export async function gatherFacts(
  contract: Contract,
  catalogue: Catalogue,
  source: LogQueries,
  window: TimeWindow,
): Promise<Facts> {
  const texts = buildQueries(contract, catalogue)
  const ask = new Questions(source, window)
  const [all, considered, unparsable, otherEvents, lacking, n, k, buckets] = await Promise.all([
    ask.count('lines', texts.allLines),
    ask.count('lines that are not ignored', texts.considered),
    ask.unparsable(texts.byError),
    ask.count('lines of other events', texts.otherEvents),
    ask.count('lines that lack a field', texts.lacking),
    ask.count('requests', texts.n),
    ask.count(namesOf(contract.objective), texts.k),
    ask.buckets(texts),
  ])
  const percentile = await percentileOf(contract.objective, n, texts, ask, catalogue)
  const seen = n > 0 ? null : await seenInstead(all > 0 ? 'versions' : 'functions', texts, ask)
  const lines = { considered, ignored: all - considered, unparsable, lacking_field: lacking }
  return { window, lines, candidates: considered - otherEvents, n, k, buckets, percentile, seen, queries: ask.records }
}

/** What `k` counts, in words. */
function namesOf(objective: Objective): string {
  if (objective.kind === 'latency') return `requests of ${objective.belowMs} ms or more`
  if (objective.kind === 'status') return `requests answered ${objective.status}`
  if (objective.kind === 'field') return `predictions with ${objective.field} in range`
  return `predictions of "${objective.className}"`
}

async function percentileOf(
  objective: Objective,
  n: number,
  texts: ContractQueries,
  ask: Questions,
  catalogue: Catalogue,
): Promise<Percentile | null> {
  if (objective.kind !== 'latency' || n === 0) return null
  const factor = catalogue.fields[catalogue.roles.latency]?.unit === 's' ? 1000 : 1
  const ranks = percentileRanks(n, objective.percentile / 100, INTERVAL_LEVEL)
  const at = async (name: string, ratio: number | null) =>
    ratio === null ? null : scaled(await ask.number(name, texts.percentile(ratio)), factor)
  const [value, lower, upper] = await Promise.all([
    at(`p${objective.percentile}`, objective.percentile / 100),
    at(`p${objective.percentile}, lower end`, ratioOfRank(ranks.lower, n)),
    at(`p${objective.percentile}, upper end`, ratioOfRank(ranks.upper, n)),
  ])
  return value === null ? null : { value, lower, upper }
}

function scaled(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor
}

/** The quantile at which linear interpolation gives exactly the order statistic of this rank. */
function ratioOfRank(rank: number | null, n: number): number | null {
  if (rank === null) return null
  return n === 1 ? 0 : (rank - 1) / (n - 1)
}

async function seenInstead(kind: Seen['kind'], texts: ContractQueries, ask: Questions): Promise<Seen> {
  const samples = await ask.vector(kind === 'functions' ? texts.functionsSeen : texts.versionsSeen)
  const names = [...samples]
    .sort((a, b) => b.value - a.value)
    .flatMap((sample) => Object.values(sample.labels))
    .filter((name) => name !== '')
  return { kind, names: names.slice(0, MOST_NAMES) }
}

/** Asks and keeps a record of what was asked, with the answer. */
class Questions {
  /** in the order asked, whatever came first */
  readonly records: QueryRecord[] = []
  readonly #source: LogQueries
  readonly #window: TimeWindow

  constructor(source: LogQueries, window: TimeWindow) {
    this.#source = source
    this.#window = window
  }

  vector(query: string): Promise<readonly Sample[]> {
    return this.#source.instant(query, this.#window.endNs)
  }

  number(name: string, query: string): Promise<number | null> {
    return this.#recorded(name, query, async () => (await this.vector(query))[0]?.value ?? null)
  }

  async count(name: string, query: string): Promise<number> {
    return (await this.number(name, query)) ?? 0
  }

  unparsable(query: string): Promise<number> {
    return this.#recorded('lines that cannot be parsed (those with an __error__)', query, async () => {
      const samples = await this.vector(query)
      const broken = samples.filter((sample) => (sample.labels['__error__'] ?? '') !== '')
      return broken.reduce((sum, sample) => sum + sample.value, 0)
    })
  }

  async buckets({ nPerMinute, kPerMinute }: ContractQueries): Promise<Bucket[]> {
    const bounds = wholeBuckets(this.#window, MINUTE_NS)
    if (!bounds) return []
    const { firstEndNs, lastEndNs } = bounds
    const [n, k] = await Promise.all([
      this.#minutes(nPerMinute, firstEndNs, lastEndNs),
      this.#minutes(kPerMinute, firstEndNs, lastEndNs),
    ])
    const minutes = Number((lastEndNs - firstEndNs) / MINUTE_NS) + 1
    return Array.from({ length: minutes }, (_, i) => {
      const endNs = firstEndNs + BigInt(i) * MINUTE_NS
      return { n: n.get(endNs) ?? 0, k: k.get(endNs) ?? 0 }
    })
  }

  /** The counts of all minutes by their ends, asked a week at a time: Loki refuses more than 11,000 points. */
  async #minutes(query: string, firstEndNs: bigint, lastEndNs: bigint): Promise<Map<bigint, number>> {
    const counts = new Map<bigint, number>()
    for (let from = firstEndNs; from <= lastEndNs; from += WEEK_NS) {
      const to = from + WEEK_NS - MINUTE_NS
      const series = await this.#source.range(query, from, to < lastEndNs ? to : lastEndNs, MINUTE_NS)
      for (const [endNs, count] of series[0]?.points ?? []) counts.set(endNs, count)
    }
    return counts
  }

  async #recorded<T extends number | null>(name: string, query: string, ask: () => Promise<T>): Promise<T> {
    const place = this.records.push({ name, query, time: rfc3339(this.#window.endNs), value: null }) - 1
    const value = await ask()
    this.records[place] = { name, query, time: rfc3339(this.#window.endNs), value }
    return value
  }
}
