/** `npm start`: the embedded platform with every function, real requests, the contracts judged once; then it serves. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { VouchError } from '../src/errors.ts'
import { findRoot } from '../src/local/find-root.ts'
import { INTERRUPTED, watchInterrupts } from '../src/local/interrupts.ts'
import { judgeContracts } from '../src/local/judge.ts'
import { sendPhotosVisibly } from '../src/local/photo-session.ts'
import { sendPipelineVisibly } from '../src/local/pipeline-session.ts'
import { type Platform, startPlatform } from '../src/local/platform.ts'
import { showResults } from '../src/local/show-results.ts'
import { readStartOptions, type StartOptions } from '../src/local/start-options.ts'

const COULD_NOT_RUN = 2
/** Of the photos, for each of fusion and remover: 30 of 1,000, which prove that less than one in ten fails. */
const PIPELINE_SHARE = 0.03
const say = (sentence: string) => process.stdout.write(`${sentence}\n`)

async function main(): Promise<number> {
  const options = readStartOptions(process.argv)
  const root = findRoot(__dirname)
  const interrupts = watchInterrupts()
  const platform = await startPlatform({
    ...options,
    root,
    lokiUrl: options.loki,
    dataFolder: options.data,
    environment: process.env,
    version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
    onNotice: (sentence) => process.stderr.write(`vouch: ${sentence}\n`),
  })
  try {
    const judged = await Promise.race([judge(root, platform, options, interrupts.signal), interrupts.asked])
    if (judged === undefined) return INTERRUPTED
    if (options.exit) return judged
    say(`Serving${options.watch ? ', and reloading what changes' : ''}; Ctrl-C ends it.`)
    await interrupts.asked
    return 0
  } finally {
    await platform.stop()
  }
}

async function judge(root: string, platform: Platform, { requests, watch }: StartOptions, signal: AbortSignal) {
  const { gatewayUrl, metricsUrl, lokiUrl, tracesUrl } = platform
  await platform.deploy(signal)
  if (watch) platform.watch()
  if (requests > 0) {
    await showResults(root, gatewayUrl, join(root, 'reports', 'results'), signal)
    await sendPhotosVisibly(root, gatewayUrl, requests, signal)
    await sendPipelineVisibly(root, gatewayUrl, Math.ceil(PIPELINE_SHARE * requests), signal)
  }
  await platform.flush()
  const exitCode = await judgeContracts(root, lokiUrl, signal)
  say(
    `Gateway ${gatewayUrl}\nMetrics ${metricsUrl}\nLoki    ${lokiUrl}${tracesUrl === undefined ? '' : `\nTraces  ${tracesUrl}`}\nReports ${join(root, 'reports')}`,
  )
  return exitCode
}

function explain(error: unknown): number {
  process.stderr.write(`vouch: ${error instanceof VouchError ? error.message : (error as Error).stack}\n`)
  return COULD_NOT_RUN
}

main()
  .catch(explain)
  .then((exitCode) => process.exit(exitCode))
