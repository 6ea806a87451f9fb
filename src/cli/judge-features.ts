import { checkContract } from '../catalogue/check-contract.ts'
import { readCatalogue } from '../catalogue/read-catalogue.ts'
import type { Fault } from '../contract/contract.ts'
import { nsFromMs } from '../contract/window.ts'
import { ConfigError } from '../errors.ts'
import { readLines } from '../evidence/lines.ts'
import { shareQueries } from '../evidence/shared-queries.ts'
import { type GateOptions, runGate } from '../gate/run-gate.ts'
import { setSession } from '../gate/session.ts'
import { setCurrentEvaluation } from '../report/current-evaluation.ts'
import type { EvaluationRecord } from '../verdict/evaluation.ts'
import { findCatalogue, parseInstant, parseLag, parseUse } from './gate-options.ts'
import { lokiSources } from './log-sources.ts'
import type { Report } from './progress.ts'
import type { Recorded } from './record-contracts.ts'

/** Options of `vouch check` as they are typed. */
export interface CheckOptions {
  readonly loki?: string
  readonly lines?: string
  readonly catalogue?: string
  readonly use?: string
  readonly at?: string
  readonly lag?: string
}

/**
 * Judges what was recorded, and sets the stage for the run that shows it.
 *
 * @throws ConfigError with every fault of every file at its place, before any query
 */
export async function judgeFeatures(
  recorded: Recorded,
  options: CheckOptions,
  env: NodeJS.ProcessEnv,
  report: Report = () => undefined,
): Promise<EvaluationRecord> {
  const catalogue = readCatalogue(findCatalogue(options.catalogue))
  const gateOptions = { use: parseUse(options.use ?? 'once'), catalogue, report, ...sourcesOf(options, env) }
  const contracts = [...recorded.contracts.values()]
  const faults = [...recorded.faults, ...contracts.flatMap((contract) => checkContract(contract, catalogue))]
  if (faults.length > 0) throw new ConfigError(describe(faults))
  if (contracts.length === 0) {
    throw new ConfigError(`Expected at least one contract in ${recorded.paths.join(', ')} but found none`)
  }
  const evaluation = await runGate(contracts, gateOptions)
  const keys = [...recorded.contracts.keys()]
  setSession({ phase: 'replay', records: new Map(evaluation.contracts.map((record, i) => [keys[i] ?? '', record])) })
  setCurrentEvaluation(evaluation)
  return evaluation
}

function sourcesOf(
  options: CheckOptions,
  env: NodeJS.ProcessEnv,
): Pick<GateOptions, 'sourceOf' | 'endNs' | 'lagSeconds'> {
  const lag = parseLag(options.lag)
  const lagSeconds = options.at === undefined ? lag : 0
  const at = options.at === undefined ? undefined : parseInstant(options.at)
  if (options.lines !== undefined) {
    const lines = readLines(options.lines)
    const shared = shareQueries(lines)
    return { sourceOf: () => shared, endNs: at ?? lines.lastNs, lagSeconds: 0 }
  }
  const endNs = at ?? nsFromMs(Date.now() - lagSeconds * 1000)
  return { sourceOf: lokiSources(options.loki, env), endNs, lagSeconds }
}

function describe(faults: readonly Fault[]): string {
  const lines = inOrder(faults).map(
    ({ location, message }) => `${location.uri}:${location.line}:${location.column}: ${message}`,
  )
  return `${faults.length === 1 ? 'one fault' : `${faults.length} faults`} in the contracts:\n${lines.join('\n')}`
}

function inOrder(faults: readonly Fault[]): Fault[] {
  return [...faults].sort(
    ({ location: a }, { location: b }) => a.uri.localeCompare(b.uri) || a.line - b.line || a.column - b.column,
  )
}
