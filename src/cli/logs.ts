import { Command, InvalidArgumentError } from 'commander'
import { type GatewayAccess, type LogRequest, readLogs } from '../client/gateway-client.ts'
import { ACCESS_HELP, addGatewayOptions, type GatewayOptions, readGatewayAccess } from './gateway-access.ts'
import { print } from './print.ts'

interface Options extends GatewayOptions {
  readonly follow?: boolean
  readonly tail?: number
  readonly since?: string
  readonly json?: boolean
}

const MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 }

const EXAMPLES = `
${ACCESS_HELP.trim()}

Examples:
  vouch logs image-classifier --tail 20
  vouch logs image-classifier --since 10m | jq 'select(.level == "ERROR")'
  vouch logs image-classifier --follow --json`

/** `vouch logs`: what a function wrote. */
export function logsCommand(): Command {
  const command = new Command('logs')
    .description('print the log lines of a function, as it wrote them')
    .argument('<name>', 'function, or function.namespace')
    .option('-f, --follow', 'go on with the lines to come, until Ctrl-C')
    .option('--tail <number>', 'the newest so many', parseTail)
    .option('--since <time>', 'from then on: 30s, 10m, 2h ago, or an RFC 3339 time', parseSince)
    .option('--json', 'print name, instance, timestamp and text of each as JSON')
  return addGatewayOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, options: Options) => {
      await print(formatLogs(readGatewayAccess(options, process.env), name, options))
    })
}

async function* formatLogs(
  access: GatewayAccess,
  name: string,
  { json, follow = false, tail, since }: LogRequest & { readonly json?: boolean },
): AsyncGenerator<string> {
  for await (const message of readLogs(access, name, { follow, tail, since }))
    yield `${json ? JSON.stringify(message) : message.text}\n`
}

function parseTail(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected a whole number.')
}

function parseSince(text: string): string {
  const [, count, unit = ''] = /^(\d{1,9})([smh])$/.exec(text) ?? []
  const ms = count === undefined ? Date.parse(text) : Date.now() - Number(count) * (MS[unit] ?? 0)
  const isTime = count !== undefined || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text)
  if (!isTime || Number.isNaN(ms)) throw new InvalidArgumentError('Expected 30s, 10m, 2h or an RFC 3339 time.')
  return new Date(ms).toISOString()
}
