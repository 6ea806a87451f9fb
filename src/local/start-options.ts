import { Command, InvalidArgumentError, Option } from 'commander'

export interface StartOptions {
  readonly exit: boolean
  readonly host: string
  readonly port: number
  readonly lokiPort: number
  readonly metricsPort: number
  readonly tracePort: number
  readonly data?: string
  readonly requests: number
  readonly cpuLimits: boolean
  readonly loki?: string
  readonly watch: boolean
}

/** OpenFaaS's own. */
const GATEWAY_PORT = 8080
const METRICS_PORT = 8082
/** Of Jaeger's query API. */
const TRACE_PORT = 16_686

const EXAMPLES = `
Exit code with --exit: the gate's own: 0 open, 1 closed; 2 if anything could not run.

Examples:
  npm start
  npm start -- --exit --port 0 --loki-port 0
  npm start -- --requests 0 --data ./vouch-data
  npm start -- --requests 0 --watch
  npm start -- --loki http://localhost:3100`

/** Reads the command line of \`npm start\`; a wrong one ends the process with 2. */
export function readStartOptions(argv: readonly string[]): StartOptions {
  const options = new Command('npm start --')
    .description('Run the functions on this machine, send photos through the gateway, judge the contracts, and serve')
    .option('--exit', 'end after the judgement, with its exit code', false)
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <number>', 'of the gateway; 0 is any free one', wholeNumber(65_535), GATEWAY_PORT)
    .option('--loki-port <number>', 'of the log store; 0 is any free one', wholeNumber(65_535), 3100)
    .option(
      '--metrics-port <number>',
      `of /metrics and /prometheus/sd (service discovery of all replicas); 0 is any free one (default: ${METRICS_PORT}, with another --port than ${GATEWAY_PORT} any free one)`,
      wholeNumber(65_535),
    )
    .option(
      '--trace-port <number>',
      `of the trace collector, kept in memory (OTLP in, Jaeger's query API out); 0 is any free one (default: ${TRACE_PORT}, with another --port than ${GATEWAY_PORT} any free one)`,
      wholeNumber(65_535),
    )
    .option(
      '--data <folder>',
      'keep logs, secrets and queued calls here (default: a temporary folder, removed at the end)',
    )
    .option('--requests <number>', 'photos to send', wholeNumber(1_000_000), 1000)
    .option('--cpu-limits', 'hold every replica to its limits.cpu, with a control group (Linux)', false)
    .option('--loki <url>', 'ship to this Loki instead of the embedded store', httpUrl)
    .addOption(
      new Option(
        '--watch',
        'reload a function when its code, its entry in stack.yml, the template or its models change',
      )
        .default(false)
        .conflicts('exit'),
    )
    .addHelpText('after', EXAMPLES)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse(argv)
    .opts<
      Omit<StartOptions, 'metricsPort' | 'tracePort'> & { readonly metricsPort?: number; readonly tracePort?: number }
    >()
  // A second platform beside the first has to name a port for its gateway and for nothing more.
  const isFirst = options.port === GATEWAY_PORT
  return {
    ...options,
    metricsPort: options.metricsPort ?? (isFirst ? METRICS_PORT : 0),
    tracePort: options.tracePort ?? (isFirst ? TRACE_PORT : 0),
  }
}

function wholeNumber(max: number): (text: string) => number {
  return (text) => {
    if (/^\d+$/.test(text) && Number(text) <= max) return Number(text)
    throw new InvalidArgumentError(`Expected a whole number from 0 to ${max}.`)
  }
}

function httpUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw new InvalidArgumentError('Expected an address such as http://localhost:3100.')
}
