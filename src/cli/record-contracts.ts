import { PassThrough } from 'node:stream'
import { type IRunConfiguration, loadSupport, runCucumber } from '@cucumber/cucumber/api'
import type { Contract, Fault } from '../contract/contract.ts'
import { Recorder } from '../gate/recorder.ts'
import { setSession } from '../gate/session.ts'
import { FeatureFaults } from './feature-faults.ts'

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
  if (first.unreadable.size > 0 && first.readable.length > 0) {
    // One file that cannot be parsed stops Cucumber; the faults of the others are wanted all the same.
    await readOnce({ ...run, sources: { ...run.sources, paths: first.readable } }, support, recorder)
  }
  return { contracts: recorder.contracts, faults: recorder.faults, support, paths: run.sources.paths }
}

async function readOnce(run: IRunConfiguration, support: Support, recorder: Recorder): Promise<FeatureFaults> {
  setSession({ phase: 'record', recorder })
  const faults = new FeatureFaults()
  const silent = new PassThrough().resume()
  await runCucumber(
    { ...run, support, formats: { stdout: 'message', files: {}, publish: false, options: {} } },
    { stdout: silent, stderr: silent },
    (message) => faults.receive(message),
  )
  for (const { location, message } of faults.found) recorder.fault(location, message)
  return faults
}
