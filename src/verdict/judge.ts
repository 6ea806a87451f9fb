import type { Contract } from '../contract/contract.ts'
import { ALPHA, BETA, INTERVAL_LEVEL, MAX_BROKEN_SHARE } from '../contract/policy.ts'
import { clopperPearson } from '../stats/clopper-pearson.ts'
import { dispersion } from '../stats/dispersion.ts'
import { holm } from '../stats/holm.ts'
import { smallestSample } from '../stats/sample-size.ts'
import { boundsOf, pValues } from './bounds.ts'
import type { Facts } from './facts.ts'
import * as reason from './reason.ts'
import type { Verdict } from './verdict.ts'
import { minutesUntil } from './waiting.ts'

/** A contract with its facts, or with the reason why there are none. */
export type Case =
  | { readonly contract: Contract; readonly facts: Facts }
  | { readonly contract: Contract; readonly facts: null; readonly failure: string }

export interface Judgement {
  readonly verdict: Verdict
  readonly reason: string
  readonly pFail: number | null
  readonly pFailAdjusted: number | null
  readonly needed: number | null
  /** in ms for a percentile, else a ratio */
  readonly estimate: number | null
  readonly interval: readonly [number | null, number | null] | null
  /** overdispersion by which n and k were divided; null when there are too few minutes to tell */
  readonly dispersion: number | null
}

/**
 * Judges the contracts of one run on one closed window each: exact binomial tests on counts that are deflated for
 * bursts, FAIL at alpha with Holm over the run, PASS at beta. Broken evidence is INVALID, no request is NO_DATA.
 *
 * @returns one judgement per case, in the order given
 */
export function judge(cases: readonly Case[]): Judgement[] {
  const prepared = cases.map(prepare)
  const tests = prepared.filter((item) => 'pFail' in item)
  const adjusted = holm(tests.map((item) => item.pFail))
  return prepared.map((item) =>
    'pFail' in item ? decide(item, adjusted[tests.indexOf(item)] ?? 1, tests.length) : item.judgement,
  )
}

/** Counts that can be tested, deflated for bursts, with both p-values. */
interface Test {
  readonly contract: Contract
  readonly facts: Facts
  readonly n: number
  readonly k: number
  readonly phi: number | null
  readonly pFail: number
  readonly pPass: number
}

function prepare(item: Case): Test | { readonly judgement: Judgement } {
  if (item.facts === null) return { judgement: without('INVALID', item.failure) }
  const { contract, facts } = item
  const judgement = unusable(contract, facts)
  if (judgement) return { judgement }
  const phi = dispersion(facts.buckets)
  const n = facts.n / (phi ?? 1)
  const k = facts.k / (phi ?? 1)
  const { fail, pass } = pValues(boundsOf(contract.objective), k, n)
  return { contract, facts, n, k, phi, pFail: fail, pPass: pass }
}

/** What forbids any test: broken lines, or no request at all. */
function unusable(contract: Contract, facts: Facts): Judgement | null {
  const { lines, candidates, n, k } = facts
  if (lines.unparsable > MAX_BROKEN_SHARE * candidates) return without('INVALID', reason.unparsable(lines, candidates))
  const fieldBase = lines.lacking_field + n
  if (lines.lacking_field > MAX_BROKEN_SHARE * fieldBase) {
    return without('INVALID', reason.lacking(contract, lines.lacking_field, fieldBase))
  }
  if (k > n) return without('INVALID', `the log store counts ${k} of ${n} requests: its answers contradict each other`)
  return n === 0 ? without('NO_DATA', reason.noData(contract, facts)) : null
}

function without(verdict: Verdict, why: string): Judgement {
  const nothing = { pFail: null, pFailAdjusted: null, needed: null, estimate: null, interval: null, dispersion: null }
  return { verdict, reason: why, ...nothing }
}

function decide(test: Test, pFailAdjusted: number, tests: number): Judgement {
  const { contract, facts } = test
  const measured = { pFail: test.pFail, pFailAdjusted, dispersion: test.phi, ...estimateOf(test) }
  if (pFailAdjusted <= ALPHA) {
    return { ...measured, verdict: 'FAIL', reason: reason.failed(contract, facts, pFailAdjusted), needed: null }
  }
  if (test.pPass <= BETA) return { ...measured, verdict: 'PASS', reason: reason.passed(contract, facts), needed: null }
  const needed = neededAt(test, tests)
  const minutes = needed === null ? null : minutesUntil(needed, facts)
  return { ...measured, verdict: 'UNDECIDED', reason: reason.undecided(contract, facts, needed, minutes), needed }
}

function estimateOf({ contract, facts, n, k }: Test): Pick<Judgement, 'estimate' | 'interval'> {
  const { percentile } = facts
  if (percentile) return { estimate: percentile.value, interval: [percentile.lower, percentile.upper] }
  if (contract.objective.kind === 'latency') return { estimate: null, interval: null }
  return { estimate: facts.k / facts.n, interval: clopperPearson(k, n, INTERVAL_LEVEL) }
}

/** The smallest number of requests that decides if the share stays as observed, bursts included. */
function neededAt({ contract, n, k, phi }: Test, tests: number): number | null {
  const bounds = boundsOf(contract.objective)
  const share = k / n
  const size = smallestSample((candidate) => {
    const { fail, pass } = pValues(bounds, share * candidate, candidate)
    return pass <= BETA || fail * tests <= ALPHA
  })
  return size === null ? null : Math.ceil(size * (phi ?? 1))
}
