import { extname, join, sep } from 'node:path'
import { PassThrough } from 'node:stream'
import { type IRunConfiguration, loadSupport, runCucumber } from '@cucumber/cucumber/api'
import type { Contract, Fault } from '../contract/contract.ts'
import { Recorder } from '../gate/recorder.ts'
import { setSession } from '../gate/session.ts'
import { FeatureFaults } from './feature-faults.ts'

const FEATURES = join(__dirname, '../../features')
const UNKNOWN_PHRASES = join(FEATURES, `support/unknown-phrases${extname(__filename)}`)

type Support = Awaited<ReturnType<typeof loadSupport>>

/** What the features promise, with all that is wrong in them; `support` runs them again to show the verdicts. */
export interface Recorded {
  readonly contracts: ReadonlyMap<string, Contract>
  readonly faults: readonly Fault[]
  readonly support: Support
  /** of the features, as they were asked for */
  readonly paths: readonly string[]
}

/** Goes through the features once, in silence, so that each step says what it means. */
export async function recordContracts(run: IRunConfiguration): Promise<Recorded> {
  const support = await loadSupport(run)
  const recorder = new Recorder()
  const first = await readOnce(run, support, recorder)
  const { unknown, readable } = first
  if (unknown.size > 0 || first.unreadable.size > 0) await readOn(run, { recorder, unknown, readable })
  return { contracts: recorder.contracts, faults: recorder.faults, support, paths: run.sources.paths }
}

/** A file that is no Gherkin stops Cucumber, an unknown phrase its scenario: the faults behind them are wanted too. */
async function readOn(
  run: IRunConfiguration,
  { recorder, unknown, readable }: { recorder: Recorder; unknown: ReadonlySet<string>; readable: string[] },
): Promise<void> {
  if (readable.length === 0) return
  setSession({ phase: 'record', recorder, unknown })
  forgetSupport()
  const sources = { ...run.sources, paths: readable }
  const requirePaths = [...(run.support.requirePaths ?? []), UNKNOWN_PHRASES]
  const support = await loadSupport({ ...run, support: { ...run.support, requirePaths } })
  const again = await readOnce({ ...run, sources }, support, recorder, unknown)
  // What could not be parsed hid the phrases of all other files.
  if (again.unknown.size > unknown.size) await readOn(run, { recorder, unknown: again.unknown, readable })
}

/** Step files register themselves when they are loaded, so a second library of them needs a second load. */
export function forgetSupport(): void {
  for (const path of Object.keys(require.cache)) if (path.startsWith(FEATURES + sep)) delete require.cache[path]
}

async function readOnce(
  run: IRunConfiguration,
  support: Support,
  recorder: Recorder,
  unknown: ReadonlySet<string> = new Set(),
): Promise<FeatureFaults> {
  setSession({ phase: 'record', recorder, unknown })
  const faults = new FeatureFaults(unknown)
  const silent = new PassThrough().resume()
  await runCucumber(
    { ...run, support, formats: { stdout: 'message', files: {}, publish: false, options: {} } },
    { stdout: silent, stderr: silent },
    (message) => faults.receive(message),
  )
  for (const { location, message } of faults.found) recorder.fault(location, message)
  return faults
}
