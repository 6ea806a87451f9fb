import { join } from 'node:path'
import { CallQueue, type QueueLimits } from './async/call-queue.ts'
import { CallWorker } from './async/call-worker.ts'
import { Closers } from './closers.ts'
import { openDataFolder } from './data-folder.ts'
import { type DeployOptions, deployStack } from './deploy-stack.ts'
import { findCommand } from './find-command.ts'
import { functionEnvironment } from './function-environment.ts'
import { readCredentials } from './gateway/basic-auth.ts'
import { Gateway } from './gateway/gateway.ts'
import { LogHub } from './logs/log-hub.ts'
import { LogShipper, type ShipperCounts } from './logs/shipper.ts'
import { openLoki } from './loki-target.ts'
import { GatewayMetrics } from './metrics/gateway-metrics.ts'
import { MetricsServer, type MetricsServerOptions } from './metrics/metrics-server.ts'
import { describeTargets } from './metrics/service-discovery.ts'
import { portError } from './port-error.ts'
import { type FunctionCommand, Provider } from './provider/provider.ts'
import { SecretStore } from './secrets.ts'
import { toUrl } from './to-url.ts'
import { serveTraces } from './traces/serve-traces.ts'

/** How long a call waits for a function that starts, from zero replicas too, before it is answered 503. */
const READY_WAIT_MS = 10_000
const LOOPBACK = /^(?:127\..*|::1|localhost)$/
const CALL_GRACE_MS = 60_000
const SHIP_GRACE_MS = 10_000

export interface PlatformOptions {
  /** The repository: stack.yml, build/, dist/. */
  readonly root: string
  readonly host: string
  /** 0 is any free one. */
  readonly port: number
  readonly lokiPort: number
  /** 0, or none, is any free one. */
  readonly metricsPort?: number | undefined
  /** 0, or none, is any free one. */
  readonly tracePort?: number | undefined
  /** A real Loki to ship to; without it the embedded store runs. */
  readonly lokiUrl?: string | undefined
  /** Kept when named; else a temporary folder, removed at the end. */
  readonly dataFolder?: string | undefined
  readonly environment: Record<string, string | undefined>
  readonly version: string
  readonly onNotice: (sentence: string) => void
  readonly findCommand?: (service: string) => FunctionCommand
  readonly storeArgv?: readonly [string, ...string[]]
  readonly readyWaitMs?: number
  /** Of the calls of /async-function that wait. */
  readonly queueLimits?: QueueLimits
  /** The pause before an asynchronous call that found its function busy is made again. */
  readonly firstPauseMs?: number
}

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

async function assemble(options: PlatformOptions, closers: Closers): Promise<Platform> {
  const { root, host, environment, onNotice } = options
  const credentials = readCredentials(environment)
  if (!LOOPBACK.test(host) && credentials === undefined)
    onNotice(`Whoever reaches ${host} can deploy here; set basic_auth=true and secret_mount_path to guard /system`)
  const folder = openDataFolder(options.dataFolder)
  closers.add({ close: async () => folder.clean(), kill: folder.clean })
  const loki = await openLoki(options, folder.path, closers)
  const shipper = new LogShipper({ ...loki, onNotice })
  closers.add({ close: () => shipper.close(SHIP_GRACE_MS) })
  const logs = new LogHub(shipper, (error) => onNotice(`Reading a function's output failed: ${error.message}`))
  closers.add({ close: () => logs.drain() })
  const secrets = new SecretStore(join(folder.path, 'secrets'))
  const tracesUrl = await serveTraces({ host, port: options.tracePort ?? 0, environment, onNotice }, closers)
  let gatewayUrl = ''
  const provider = new Provider({
    folder: join(folder.path, 'replicas'),
    findCommand: options.findCommand ?? ((service) => findCommand(root, service)),
    environment: () => functionEnvironment(environment, gatewayUrl, tracesUrl),
    secrets,
    onOutput: (output, origin) => logs.read(output, origin),
    onNotice,
  })
  closers.add({ close: () => provider.close(), kill: () => provider.kill() })
  const readyWaitMs = options.readyWaitMs ?? READY_WAIT_MS
  const metrics = new GatewayMetrics(() => provider.list())
  const metricsUrl = await serveMetrics(
    { ...options, metrics, targets: () => describeTargets(provider.functions) },
    closers,
  )
  const queue = new CallQueue(join(folder.path, 'async'), options.queueLimits)
  closers.add({ close: async () => queue.close() })
  let worker: CallWorker | undefined
  const onQueued = (service: string) => worker?.wake(service)
  const gateway = new Gateway({
    ...options,
    provider,
    secrets,
    logs,
    credentials,
    readyWaitMs,
    metrics,
    queue,
    onQueued,
  })
  gatewayUrl = toUrl(host, await listen(gateway, options))
  closers.add({ close: () => gateway.close(CALL_GRACE_MS) })
  const isDeployed = (service: string) => provider.find(service) !== undefined
  worker = new CallWorker({ ...options, queue, gatewayUrl, isDeployed })
  closers.add({ close: () => closeWorker(worker, queue, options) })
  const deployment: DeployOptions = {
    stackFile: join(root, 'stack.yml'),
    gatewayUrl,
    credentials,
    provider,
    logs,
    environment,
  }
  return {
    gatewayUrl,
    metricsUrl: `${metricsUrl}/metrics`,
    lokiUrl: loki.url,
    tracesUrl,
    deploy: (signal) => deployStack(deployment, signal),
    flush: () => flush(provider, logs, shipper),
    stop: async () => {
      await closers.close()
      return shipper.counts
    },
  }
}

async function closeWorker(
  worker: CallWorker | undefined,
  queue: CallQueue,
  { dataFolder, onNotice }: PlatformOptions,
): Promise<void> {
  await worker?.close(CALL_GRACE_MS)
  if (queue.size > 0 && dataFolder === undefined)
    onNotice(`${queue.size} asynchronous calls were not made and are lost; --data keeps them for the next start`)
}

async function listen(gateway: Gateway, { host, port }: PlatformOptions): Promise<number> {
  try {
    return await gateway.listen()
  } catch (cause) {
    throw portError(cause, host, port, '--port')
  }
}

async function serveMetrics(
  { metricsPort: port = 0, ...options }: Omit<MetricsServerOptions, 'port'> & Pick<PlatformOptions, 'metricsPort'>,
  closers: Closers,
): Promise<string> {
  const { host } = options
  const server = new MetricsServer({ ...options, port })
  try {
    const url = toUrl(host, await server.listen())
    closers.add({ close: () => server.close() })
    return url
  } catch (cause) {
    throw portError(cause, host, port, '--metrics-port')
  }
}

/** A function has written the lines of the calls that it answered before it answers a probe. */
async function flush(provider: Provider, logs: LogHub, shipper: LogShipper): Promise<ShipperCounts> {
  const replicas = provider.functions.flatMap((one) => one.replicas)
  await Promise.all(replicas.map((replica) => replica.probeHealth()))
  await logs.settle()
  return shipper.flush()
}
