import Table from 'cli-table3'
import { Command } from 'commander'
import { type FunctionStatus, listFunctions } from '../client/gateway-client.ts'
import { visibleText } from '../report/inert-text.ts'
import { ACCESS_HELP, addGatewayOptions, type GatewayOptions, readGatewayAccess } from './gateway-access.ts'
import { withProgress } from './progress.ts'

interface Options extends GatewayOptions {
  readonly json?: boolean
}

const EXAMPLES = `
${ACCESS_HELP.trim()}

Examples:
  vouch status
  vouch status --gateway https://gateway.example.com --user admin --password-file ./password
  vouch status --json | jq '.[] | select(.availableReplicas < .replicas)'`

/** `vouch status`: what is deployed, and how much of it is ready. */
export function statusCommand(): Command {
  const command = new Command('status')
    .description('show the functions of a gateway, with their replicas and invocations')
    .option('--json', 'print them as JSON')
  return addGatewayOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      const access = readGatewayAccess(options, process.env)
      const functions = await withProgress(process.stderr, `Asking ${access.url}`, () => listFunctions(access))
      process.stdout.write(options.json ? `${JSON.stringify(functions)}\n` : renderStatus(functions, access.url))
    })
}

function renderStatus(functions: readonly FunctionStatus[], url: string): string {
  if (functions.length === 0) return `No function is deployed at ${url}.\n`
  const table = new Table({
    head: ['Function', 'Ready', 'Invocations', 'Image'],
    style: { head: [], border: [] },
  })
  for (const { name, availableReplicas, replicas, invocationCount, image } of functions)
    table.push([visibleText(name), `${availableReplicas} of ${replicas}`, String(invocationCount), visibleText(image)])
  return `${table.toString()}\n`
}
