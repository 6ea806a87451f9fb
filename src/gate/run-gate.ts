import type { Catalogue } from '../catalogue/read-catalogue.ts'
import type { Contract } from '../contract/contract.ts'
import { rfc3339, type TimeWindow, windowEndingAt } from '../contract/window.ts'
import { LogSourceError } from '../errors.ts'
import { gatherFacts } from '../evidence/gather.ts'
import type { LogQueries } from '../evidence/log-queries.ts'
import type { ContractRecord, EvaluationRecord, WindowRecord } from '../verdict/evaluation.ts'
import { type Case, type Judgement, judge } from '../verdict/judge.ts'
import { type BuiltUse, gateOf, POLICY } from '../verdict/policy.ts'

export interface GateOptions {
  readonly use: BuiltUse
  readonly catalogue: Catalogue
  /** end of every window, ns since the epoch: now less the lag, or a fixed time */
  readonly endNs: bigint
  readonly lagSeconds: number
  /** the log store that answers for a contract */
  readonly sourceOf: (contract: Contract) => LogQueries
  /** told whenever one more contract has its facts */
  readonly report?: (done: number, total: number) => void
}

/** Plans, asks, judges and records the contracts of one run. */
export async function runGate(contracts: readonly Contract[], options: GateOptions): Promise<EvaluationRecord> {
  let done = 0
  const cases = await Promise.all(
    contracts.map(async (contract) => {
      const item = await gather(contract, options)
      options.report?.(++done, contracts.length)
      return item
    }),
  )
  const judgements = judge(cases)
  const records = cases.map((item, index) => recordOf(item, judgements[index] as Judgement, options))
  const gate = gateOf(records)
  return {
    schema_version: 1,
    use: options.use,
    window: widest(records, options),
    gate,
    exit_code: gate === 'open' ? 0 : 1,
    policy: POLICY[options.use],
    contracts: records,
  }
}

async function gather(contract: Contract, options: GateOptions): Promise<Case> {
  try {
    const window = windowOf(contract, options)
    return { contract, facts: await gatherFacts(contract, options.catalogue, options.sourceOf(contract), window) }
  } catch (error) {
    if (error instanceof LogSourceError) return { contract, facts: null, failure: error.message }
    throw error
  }
}

function windowOf(contract: Contract, { endNs }: GateOptions): TimeWindow {
  return windowEndingAt(endNs, contract.window.seconds)
}

function recordOf(item: Case, judgement: Judgement, options: GateOptions): ContractRecord {
  const { contract, facts } = item
  return {
    id: contract.id,
    uri: contract.location.uri,
    line: contract.location.line,
    feature: contract.feature,
    name: contract.scenario,
    promise: contract.promise,
    function: contract.functionName,
    namespace: contract.namespace,
    model_version: contract.modelVersion,
    verdict: judgement.verdict,
    gate: POLICY[options.use][judgement.verdict],
    reason: judgement.reason,
    window: windowRecord(windowOf(contract, options), options.lagSeconds),
    ...limitOf(contract),
    n: facts?.n ?? null,
    k: facts?.k ?? null,
    estimate: judgement.estimate,
    interval: judgement.interval,
    p_fail: judgement.pFail,
    p_fail_adjusted: judgement.pFailAdjusted,
    dispersion: judgement.dispersion,
    needed: judgement.needed,
    lines: facts?.lines ?? null,
    queries: facts?.queries ?? [],
  }
}

function limitOf({ objective }: Contract): Pick<ContractRecord, 'unit' | 'limit'> {
  if (objective.kind === 'latency') return { unit: 'ms', limit: { below: objective.belowMs } }
  if (objective.kind === 'status') return { unit: 'ratio', limit: { below: objective.below } }
  if (objective.kind === 'field') return { unit: 'ratio', limit: { at_least: objective.share } }
  return { unit: 'ratio', limit: { from: objective.from, to: objective.to } }
}

function windowRecord({ startNs, endNs }: TimeWindow, lagSeconds: number): WindowRecord {
  return { start: rfc3339(startNs), end: rfc3339(endNs), lag_seconds: lagSeconds }
}

/** All windows end together, so the one that begins first holds the others. */
function widest(records: readonly ContractRecord[], { endNs, lagSeconds }: GateOptions): WindowRecord {
  const end = rfc3339(endNs)
  const start = records.map((record) => record.window.start).sort()[0] ?? end
  return { start, end, lag_seconds: lagSeconds }
}
