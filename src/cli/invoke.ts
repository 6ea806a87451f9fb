import { Command, InvalidArgumentError } from 'commander'
import { DEFAULT_TIMEOUT_MS } from '../client/call-function.ts'
import { createHttp } from '../client/http.ts'
import { readAnswer } from '../client/read-answer.ts'
import { ConfigError } from '../errors.ts'
import {
  type Deliver,
  deliverAsJson,
  deliverCallId,
  deliverToFile,
  deliverToStdout,
  type Told,
} from './deliver-answer.ts'
import { ACCESS_HELP, addGatewayOptions, type GatewayOptions, readGatewayAccess } from './gateway-access.ts'
import { CONCURRENT_CALLS, type Invocations, invokeEach } from './invoke-each.ts'
import { planOutput } from './output-files.ts'
import { print } from './print.ts'
import { withProgress } from './progress.ts'
import { findRequestFiles, type RequestFile } from './request-files.ts'
import { splitPair } from './split-pair.ts'

interface Options extends GatewayOptions {
  readonly query: string[]
  readonly part: string[]
  readonly output?: string
  readonly contentType?: string
  readonly timeout: number
  readonly json?: boolean
  readonly async?: boolean
  readonly callbackUrl?: string
}

const EXAMPLES = `
Of several files each is one request, ${CONCURRENT_CALLS} at a time; without --output their answers are lines of JSON, in the
order of the files.
429 and 503 are asked again when Retry-After says so and the time allows it.
Exit code: 0 every answer was 2xx, 1 one was something else (it is printed all the same), 2 no answer.
${ACCESS_HELP}

Examples:
  vouch invoke image-classifier photo.jpg --query top=5
  vouch invoke background-remover photo.jpg --output cut.png
  vouch invoke background-remover photos/*.jpg --output cut/
  vouch invoke face-detector photos/*.jpg --query landmarks=mesh | jq '.body.faces | length'
  vouch invoke face-fusion --part source=me.jpg --part target=you.jpg --output fused.png
  vouch invoke background-remover photo.jpg --async --callback-url http://127.0.0.1:9000/cut
  cat photo.jpg | vouch invoke image-classifier - --json`

/** `vouch invoke`: calls of a function, one for each file. */
export function invokeCommand(): Command {
  const command = new Command('invoke')
    .description('call a function and print or save its answers')
    .argument('<name>', 'function, or function.namespace')
    .argument('[files...]', 'body of a request each; - reads stdin (default: one empty body)')
    .option('-o, --output <path>', 'save the answer there; those of several files in a folder')
    .option('--query <key=value>', 'for the query string; may be repeated', collect, [])
    .option('--part <name=file>', 'send a form with this part; may be repeated', collect, [])
    .option('--content-type <type>', 'of the body (default: application/octet-stream)')
    .option('--timeout <seconds>', 'for each answer, its last byte included', parseSeconds, DEFAULT_TIMEOUT_MS / 1000)
    .option('--async', 'have the call queued, and print its call id')
    .option('--callback-url <url>', 'where the gateway posts the answer of a call with --async')
    .option('--json', 'print status, call id, duration and body, or where it was saved, as JSON')
  return addGatewayOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, paths: string[], options: Options) => {
      process.exitCode = await invoke(name, paths, options)
    })
}

async function invoke(name: string, paths: readonly string[], options: Options): Promise<0 | 1> {
  const { url } = readGatewayAccess(options, process.env)
  const { query, part: parts, contentType, callbackUrl, async: isAsync = false } = options
  if (callbackUrl !== undefined && !isAsync) throw new ConfigError('--callback-url needs --async')
  if (options.output !== undefined && isAsync) throw new ConfigError('Expected --output or --async but received both')
  const pairs = query.map((pair) => splitPair(pair, '--query'))
  const files = await findRequestFiles({ name, paths, parts, contentType })
  return tellEach(url, `Calling ${name}`, {
    request: { name, query: new URLSearchParams(pairs).toString(), isAsync },
    files,
    headers: callbackUrl === undefined ? {} : { 'X-Callback-Url': callbackUrl },
    timeoutMs: options.timeout * 1000,
    deliver: chooseDelivery(files, options),
  })
}

function chooseDelivery(files: readonly RequestFile[], { output, json = false, async: isAsync }: Options): Deliver {
  if (output !== undefined) return deliverToFile(planOutput(output, files), json)
  if (isAsync && !json) return deliverCallId
  return json || files.length > 1 ? deliverAsJson(files.length > 1) : deliverToStdout
}

async function tellEach(gateway: string, what: string, invocations: Invocations): Promise<0 | 1> {
  const http = createHttp(gateway, { connections: CONCURRENT_CALLS })
  let isSuccess = true
  let last: Told | undefined
  await withProgress(process.stderr, what, async (report, erase) => {
    for await (const told of invokeEach(http, invocations, report)) {
      isSuccess &&= told.isSuccess
      last = told
      erase()
      if (told.answer === undefined) await tell(told)
    }
  })
  // Bytes that are handed on are the only answer; progress would be written among them.
  if (last?.answer !== undefined) await tell(last)
  return isSuccess ? 0 : 1
}

async function tell({ answer, line, complaint }: Told): Promise<void> {
  if (answer !== undefined) await readAnswer(answer, print)
  if (line !== undefined) await print([`${line}\n`])
  if (complaint !== undefined) process.stderr.write(`vouch: ${complaint}\n`)
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

function parseSeconds(text: string): number {
  const seconds = /^\d{1,5}(?:\.\d{1,3})?$/.test(text) ? Number(text) : 0
  if (seconds > 0) return seconds
  throw new InvalidArgumentError('Expected a number of seconds.')
}
