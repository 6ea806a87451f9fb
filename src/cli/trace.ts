import { styleText } from 'node:util'
import { Command, InvalidArgumentError } from 'commander'
import { readTrace } from '../client/trace-client.ts'
import { parseAddress } from '../contract/address.ts'
import { print } from './print.ts'
import { formatTrace } from './trace-tree.ts'

/** Jaeger's own port, and that of `npm start`. */
const DEFAULT_JAEGER = 'http://127.0.0.1:16686'
const UNKNOWN = 1

const EXAMPLES = `
Exit code: 0 found, 1 no such trace, 2 the trace store could not be asked.

Examples:
  vouch trace 0af7651916cd43dd8448eb211c80319c
  vouch trace 0af7651916cd43dd8448eb211c80319c --jaeger http://jaeger:16686 --json`

interface Options {
  readonly jaeger: string
  readonly json?: boolean
}

/** `vouch trace`: where the time of one request went. */
export function traceCommand(): Command {
  return new Command('trace')
    .description('print the tree of a trace, by the trace_id of a log line')
    .argument('<id>', 'trace id, up to 32 hex digits', parseId)
    .option('--jaeger <url>', "address of Jaeger's query API, or of Traces of npm start", DEFAULT_JAEGER)
    .option('--json', 'print the trace as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, { jaeger, json }: Options) => {
      const url = parseAddress(jaeger, '--jaeger', DEFAULT_JAEGER)
      const trace = await readTrace(url, id)
      if (trace === undefined) {
        process.stderr.write(`vouch: No trace ${id} at ${url}; it may have been dropped, or not sampled\n`)
        process.exitCode = UNKNOWN
        return
      }
      await print([json ? `${JSON.stringify(trace)}\n` : formatTrace(trace, paint)])
    })
}

/** Colours for a terminal alone, and none with NO_COLOR. */
const paint = (style: 'red' | 'dim', text: string) => styleText(style, text, { stream: process.stdout })

function parseId(text: string): string {
  if (/^[0-9a-f]{1,32}$/i.test(text)) return text.toLowerCase()
  throw new InvalidArgumentError('Expected up to 32 hex digits.')
}
