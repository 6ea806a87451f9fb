import { join } from 'node:path'
import { Closers } from './closers.ts'
import { openDataFolder } from './data-folder.ts'
import { deployStack } from './deploy-stack.ts'
import { findCommand } from './find-command.ts'
import { functionEnvironment } from './function-environment.ts'
import { type Credentials, readCredentials } from './gateway/basic-auth.ts'
import type { ShipperCounts } from './logs/shipper.ts'
import { GatewayMetrics } from './metrics/gateway-metrics.ts'
import type { PlatformOptions } from './platform-options.ts'
import { openCpuQuotas } from './provider/cpu-quota.ts'
import { Provider, type ProviderOptions } from './provider/provider.ts'
import { SecretStore } from './secrets.ts'
import { startGateway, startMetrics } from './start-gateway.ts'
import { flushLogs, startLogging } from './start-logging.ts'
import { serveTraces } from './traces/serve-traces.ts'
import { CodeWatch } from './watch/code-watch.ts'
import { Revisions } from './watch/revisions.ts'

const LOOPBACK = /^(?:127\..*|::1|localhost)$/

/** The embedded platform, running. */
export interface Platform {
  readonly gatewayUrl: string
  /** What the gateway measures; beside it is /prometheus/sd. */
  readonly metricsUrl: string
  readonly lokiUrl: string
  /** Of the trace collector, with Jaeger's query API; none where the environment sends traces elsewhere. */
  readonly tracesUrl: string | undefined
  /** Deploys every function of stack.yml through the REST API and waits until all are ready. @throws ConfigError */
  readonly deploy: (signal?: AbortSignal) => Promise<void>
  /** Reloads the functions of stack.yml from now on when their code changes, until the platform stops. @throws ConfigError */
  readonly watch: () => void
  /** Settles when every line that functions wrote before the call has been answered for by Loki. */
  readonly flush: () => Promise<ShipperCounts>
  /** Lets calls finish, ships what was logged, ends every process and removes every temporary file. */
  readonly stop: () => Promise<ShipperCounts>
}

/**
 * Starts gateway, provider, log shipper and log store on this machine. If this process ends before the platform was
 * stopped, so does every process of the platform.
 * @throws ConfigError in one sentence if a port is taken or a folder cannot be written; nothing is left running
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const closers = new Closers()
  const kill = () => closers.kill()
  process.once('exit', kill)
  closers.add({ close: async () => process.off('exit', kill) })
  try {
    return await assemble(options, closers)
  } catch (error) {
    await closers.close()
    throw error
  }
}

/** The order is that of closing, backwards: a gateway ends before the functions that it calls, and these before their logs. */
async function assemble(options: PlatformOptions, closers: Closers): Promise<Platform> {
  const { root, environment } = options
  const credentials = readGuard(options)
  const folder = openDataFolder(options.dataFolder)
  closers.add({ close: async () => folder.clean(), kill: folder.clean })
  const logging = await startLogging(options, folder.path, closers)
  const { logs, shipper, lokiUrl } = logging
  const secrets = new SecretStore(join(folder.path, 'secrets'))
  const tracesUrl = await serveTraces({ ...options, port: options.tracePort ?? 0 }, closers)
  const revisions = new Revisions(root)
  closers.add({ close: async () => revisions.clean(), kill: () => revisions.clean() })
  const find = options.findCommand ?? ((service: string) => findCommand(root, service, revisions.of(service)))
  let gatewayUrl = ''
  const provider = startProvider(options, closers, {
    folder: join(folder.path, 'replicas'),
    findCommand: find,
    environment: () => functionEnvironment(environment, gatewayUrl, tracesUrl),
    secrets,
    onOutput: (output, origin) => logs.read(output, origin),
  })
  const parts = { provider, secrets, logs, credentials, metrics: new GatewayMetrics(() => provider.list()) }
  const metricsUrl = `${await startMetrics(options, parts, closers)}/metrics`
  gatewayUrl = await startGateway(options, parts, join(folder.path, 'async'), closers)
  const deployment = { ...parts, stackFile: join(root, 'stack.yml'), gatewayUrl, environment }
  return {
    ...{ gatewayUrl, metricsUrl, lokiUrl, tracesUrl },
    deploy: (signal) => deployStack(deployment, signal),
    watch: () => closers.add(new CodeWatch({ ...options, ...deployment, revisions, findCommand: find })),
    flush: () => flushLogs(provider, logging),
    stop: () => closers.close().then(() => shipper.counts),
  }
}

function readGuard({ host, environment, onNotice }: PlatformOptions): Credentials | undefined {
  const credentials = readCredentials(environment)
  if (!LOOPBACK.test(host) && credentials === undefined)
    onNotice(`Whoever reaches ${host} can deploy here; set basic_auth=true and secret_mount_path to guard /system`)
  return credentials
}

function startProvider(
  options: PlatformOptions,
  closers: Closers,
  parts: Omit<ProviderOptions, 'cpuQuotas' | 'onNotice'>,
): Provider {
  const { cpuLimits, onNotice } = options
  const cpuQuotas = cpuLimits ? openCpuQuotas({ onNotice }) : undefined
  const provider = new Provider({ ...parts, cpuQuotas, onNotice })
  closers.add({ close: () => provider.close(), kill: () => provider.kill() })
  return provider
}
