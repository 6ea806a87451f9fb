import { isMainThread } from 'node:worker_threads'
import { loadConfiguration } from '@cucumber/cucumber/api'
import { ConfigError } from '../errors.ts'
import { currentSession } from '../gate/session.ts'
import { writeReports } from '../report/write-reports.ts'
import { judgeFeatures } from './judge-features.ts'
import { forgetSupport, recordContracts } from './record-contracts.ts'

/** For `cucumber-js` without `vouch check` around it: records and judges before the first scenario, in its process. */
export async function checkPlainRun(): Promise<void> {
  if (currentSession()) return
  if (!isMainThread)
    throw new ConfigError(
      'Expected --parallel 0: all contracts are judged together, workers would each judge their own',
    )
  const { runConfiguration } = await loadConfiguration({ provided: process.argv.slice(2) })
  forgetSupport()
  const evaluation = await judgeFeatures(await recordContracts(runConfiguration), {}, process.env)
  writeReports(evaluation, 'reports')
}
