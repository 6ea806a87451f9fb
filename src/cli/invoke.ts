import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { Command } from 'commander'
import { type InvocationAnswer, invokeFunction } from '../client/gateway-client.ts'
import { ConfigError } from '../errors.ts'
import { ACCESS_HELP, addGatewayOptions, type GatewayOptions, readGatewayAccess } from './gateway-access.ts'
import { print } from './print.ts'
import { withProgress } from './progress.ts'

interface Options extends GatewayOptions {
  readonly query: string[]
  readonly contentType?: string
  readonly json?: boolean
  readonly async?: boolean
  readonly callbackUrl?: string
}

const EXAMPLES = `
Exit code: 0 the function answered 2xx, 1 it answered something else (its answer is printed all the same), 2 no answer.
${ACCESS_HELP}

Examples:
  vouch invoke image-classifier photo.jpg --query top=5
  vouch invoke background-remover photo.jpg > cut.png
  vouch invoke background-remover photo.jpg --async --callback-url http://127.0.0.1:9000/cut
  cat photo.jpg | vouch invoke image-classifier - --json`

/** `vouch invoke`: one call of a function. */
export function invokeCommand(): Command {
  const command = new Command('invoke')
    .description('call a function and print its answer')
    .argument('<name>', 'function, or function.namespace')
    .argument('[file]', 'body of the request; - reads stdin (default: an empty body)')
    .option('--query <key=value>', 'for the query string; may be repeated', collect, [])
    .option('--content-type <type>', 'of the body (default: application/octet-stream)')
    .option('--async', 'have the call queued, and print its call id')
    .option('--callback-url <url>', 'where the gateway posts the answer of a call with --async')
    .option('--json', 'print status, call id, duration and body as JSON')
  return addGatewayOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, file: string | undefined, options: Options) => {
      process.exitCode = await invoke(name, file, options)
    })
}

async function invoke(name: string, file: string | undefined, options: Options): Promise<0 | 1> {
  const access = readGatewayAccess(options, process.env)
  const body = await readBody(file)
  const { contentType, callbackUrl, async: isAsync = false } = options
  if (callbackUrl !== undefined && !isAsync) throw new ConfigError('--callback-url needs --async')
  const query = new URLSearchParams(options.query.map(toPair)).toString()
  const startedAt = performance.now()
  const answer = await withProgress(process.stderr, `Calling ${name}`, () =>
    invokeFunction(access, name, body, {
      query,
      isAsync,
      ...(contentType !== undefined && { contentType }),
      ...(callbackUrl !== undefined && { callbackUrl }),
    }),
  )
  const isSuccess = answer.status >= 200 && answer.status < 300
  if (answer.status === 202 && isAsync && !options.json) await print([`${answer.callId}\n`])
  else await print([options.json ? toJson(name, answer, performance.now() - startedAt) : answer.body])
  if (!isSuccess && !options.json) process.stderr.write(`vouch: ${name} answered ${answer.status}\n`)
  return isSuccess ? 0 : 1
}

function toJson(name: string, answer: InvocationAnswer, durationMs: number): string {
  const { status, contentType, callId } = answer
  return `${JSON.stringify({
    function: name,
    status,
    call_id: callId ?? null,
    duration_ms: Math.round(durationMs * 100) / 100,
    content_type: contentType,
    ...describeBody(answer),
  })}\n`
}

/** A body that is no text stands in base64, under another name. */
function describeBody({ contentType, body }: InvocationAnswer): Record<string, unknown> {
  const isJson = /[/+]json\b/.test(contentType)
  if (!isJson && !contentType.startsWith('text/')) return { body_base64: body.toString('base64') }
  const text = body.toString('utf8')
  try {
    return { body: isJson ? JSON.parse(text) : text }
  } catch {
    // It only says that it is JSON.
    return { body: text }
  }
}

async function readBody(file: string | undefined): Promise<Buffer> {
  if (file === undefined) return Buffer.alloc(0)
  if (file === '-') return buffer(process.stdin)
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new ConfigError(`Cannot read ${file} (${(cause as NodeJS.ErrnoException).code})`, { cause })
  }
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

function toPair(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new ConfigError(`Expected key=value for --query but received "${text}"`)
  return [text.slice(0, at), text.slice(at + 1)]
}
