import { extname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { type IRunConfiguration, loadConfiguration, runCucumber } from '@cucumber/cucumber/api'
import { Command } from 'commander'
import { ConfigError } from '../errors.ts'
import { writeReports } from '../report/write-reports.ts'
import { type CheckOptions, judgeFeatures } from './judge-features.ts'
import { withProgress } from './progress.ts'
import { type Recorded, recordContracts } from './record-contracts.ts'

const FROM_SOURCE = extname(__filename) === '.ts'
const DEFAULT_PATHS = ['features/**/*.feature']

interface Options extends CheckOptions {
  readonly reports: string
  readonly json?: boolean
}

/** `vouch check`: the gate. */
export function checkCommand(): Command {
  return new Command('check')
    .description('judge the contracts of feature files on what production logged')
    .argument('[paths...]', 'feature files, folders or globs', DEFAULT_PATHS)
    .option('--loki <url>', 'address of the Loki to ask, instead of LOKI_URL or the one in the features')
    .option('--lines <file>', 'judge on log lines in a file instead: one {"stream", "ts", "line"} a line')
    .option('--catalogue <file>', 'what is logged (default: telemetry.yaml here, else the one of Vouch)')
    .option('--use <use>', 'policy of the gate: once or pr', 'once')
    .option('--at <time>', 'end of the windows, RFC 3339 (default: now less the lag)')
    .option('--lag <time>', 'how long late lines get to arrive (default: 60s)')
    .option('--reports <folder>', 'where verdicts.json, report.md, report.html, junit.xml go', 'reports')
    .option('--json', 'print verdicts.json instead of the table')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[], options: Options) => {
      process.exitCode = await check(paths, options)
    })
}

const EXAMPLES = `
Exit code: 0 the gate is open, 1 it is closed, 2 it could not run.

Examples:
  vouch check
  vouch check features/production_behavior.feature --loki http://localhost:3100 --lag 0s
  vouch check --lines lines.jsonl --at 2026-01-31T12:00:00Z --use pr --json`

/** Records, judges, reports, and shows each verdict at its step. */
async function check(paths: readonly string[], options: Options): Promise<0 | 1> {
  const run = await configure(paths)
  const recorded = await recordContracts(run)
  const evaluation = await (options.json
    ? judgeFeatures(recorded, options, process.env)
    : withProgress(process.stderr, 'Contracts that have their evidence', (report) =>
        judgeFeatures(recorded, options, process.env, report),
      ))
  writeReports(evaluation, options.reports)
  await show(run, recorded, options)
  if (options.json) process.stdout.write(`${JSON.stringify(evaluation, null, 2)}\n`)
  return evaluation.exit_code
}

/** Vouch's own steps, whether they run from source or compiled. */
async function configure(paths: readonly string[]): Promise<IRunConfiguration> {
  const features = join(__dirname, '../../features')
  const modules = ['support/world', 'support/hooks', 'steps/evidence', 'steps/promises']
  const require = modules.map((name) => join(features, `${name}${extname(__filename)}`))
  const { runConfiguration } = await loadConfiguration({ file: false, provided: { paths: [...paths], require } })
  return runConfiguration
}

async function show(run: IRunConfiguration, { support }: Recorded, { reports, json }: Options): Promise<void> {
  const formatter = join(__dirname, `../report/cucumber-formatter${FROM_SOURCE ? '.cjs' : '.js'}`)
  const files = {
    [join(reports, 'junit.xml')]: 'junit',
    [join(reports, 'messages.ndjson')]: 'message',
    [join(reports, 'report.html')]: 'html',
  }
  const stdout = json ? new PassThrough().resume() : process.stdout
  const formats = { stdout: formatter, files, publish: false as const, options: {} }
  try {
    await runCucumber({ ...run, support, formats }, { stdout })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_STREAM_DESTROYED') throw cause
    const names = Object.keys(files).join(', ')
    throw new ConfigError(`Expected files that can be written for the reports but received ${names}`, { cause })
  }
}
