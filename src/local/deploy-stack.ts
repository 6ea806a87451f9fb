import axios from 'axios'
import { ConfigError } from '../errors.ts'
import type { Credentials } from './gateway/basic-auth.ts'
import type { LogHub } from './logs/log-hub.ts'
import type { DeployedFunction } from './provider/deployed-function.ts'
import type { Provider } from './provider/provider.ts'
import { readStack, type StackEntry } from './stack-file.ts'

/** A function that died as often as this before it was ever ready will not become it. */
const HOPELESS_DEATHS = 3
const UNCAUGHT = /^(?:Uncaught )?\w*Error\b.*: /
const READY_TIMEOUT_MS = 120_000

export interface DeployOptions {
  readonly stackFile: string
  readonly gatewayUrl: string
  readonly credentials: Credentials | undefined
  readonly provider: Provider
  readonly logs: LogHub
  readonly environment: Record<string, string | undefined>
}

/**
 * Deploys every function of a stack file as faas-cli does (an update first, a creation if it is unknown) and waits
 * until all their replicas are ready, with all their workers: what starts beside the first calls would slow them.
 * @throws ConfigError with the gateway's sentence, or the last message of a function that does not become ready
 */
export async function deployStack(options: DeployOptions, signal?: AbortSignal): Promise<void> {
  const entries = [...readStack(options.stackFile, options.environment).values()]
  for (const entry of entries) await deployEntry(options, entry)
  await Promise.all(
    entries.map(({ deployment }) => waitUntilReady(options, deployment.service, { signal, staffed: true })),
  )
}

/** Updates one function of a stack file, or creates it. @throws ConfigError with the gateway's sentence */
export async function deployEntry(
  { gatewayUrl, credentials }: DeployOptions,
  { deployment }: StackEntry,
): Promise<void> {
  const client = axios.create({
    baseURL: gatewayUrl,
    proxy: false,
    responseType: 'text',
    validateStatus: null,
    ...(credentials && { auth: { username: credentials.user, password: credentials.password } }),
  })
  const update = await client.put('/system/functions', deployment)
  const answer = update.status === 404 ? await client.post('/system/functions', deployment) : update
  if (answer.status >= 300) throw new ConfigError(`Function ${deployment.service} cannot be deployed: ${answer.data}`)
}

interface ReadyWait {
  readonly signal?: AbortSignal | undefined
  /** Whether each replica is to have all its workers; one is enough to be ready. */
  readonly staffed?: boolean
  /** Replicas of the revision before, whose log lines say nothing about this one. */
  readonly former?: ReadonlySet<string>
}

/**
 * Waits until all replicas of a function's newest revision are ready.
 * @throws ConfigError with the last message of a function that does not become ready; the signal's reason if it fires
 */
export async function waitUntilReady(options: DeployOptions, service: string, wait: ReadyWait): Promise<void> {
  const { signal, staffed = false, former = new Set() } = wait
  const target = options.provider.get(service)
  const timeout = AbortSignal.timeout(READY_TIMEOUT_MS)
  const over = signal === undefined ? timeout : AbortSignal.any([signal, timeout])
  while (staffed ? target.isShortStaffed : target.isComing) {
    signal?.throwIfAborted()
    if (timeout.aborted || target.deaths >= HOPELESS_DEATHS) throw notReady(target, options.logs, former)
    await target.nextChange(over)
  }
}

function notReady({ deployment, deaths }: DeployedFunction, logs: LogHub, former: ReadonlySet<string>): ConfigError {
  const { service } = deployment
  const lines = logs
    .ring(service)
    .read({})
    .filter(({ instance }) => !former.has(instance))
    .map(({ text }) => text)
  // Node ends the trace of what nobody caught with its own version.
  const last = lines.findLast((line) => line.startsWith('{') || UNCAUGHT.test(line)) ?? lines.at(-1)
  const said = last === undefined ? 'it logged nothing' : `its last message: ${messageOf(last)}`
  const ended = deaths === 0 ? '' : ` and ended ${deaths} times`
  return new ConfigError(`Function ${service} did not become ready${ended}; ${said}`)
}

/** The message of a JSON line, with its error_message if it has one; any other line as it is. */
function messageOf(line: string): string {
  try {
    const { message, error_message: cause } = JSON.parse(line)
    return [message, cause].filter((part) => typeof part === 'string').join(': ') || line
  } catch {
    return line
  }
}
