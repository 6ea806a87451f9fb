import { CallQueue } from './async/call-queue.ts'
import { CallWorker } from './async/call-worker.ts'
import type { Closers } from './closers.ts'
import type { Credentials } from './gateway/basic-auth.ts'
import { Gateway } from './gateway/gateway.ts'
import type { LogHub } from './logs/log-hub.ts'
import type { GatewayMetrics } from './metrics/gateway-metrics.ts'
import { MetricsServer } from './metrics/metrics-server.ts'
import { describeTargets } from './metrics/service-discovery.ts'
import type { PlatformOptions } from './platform-options.ts'
import { portError } from './port-error.ts'
import type { Provider } from './provider/provider.ts'
import type { SecretStore } from './secrets.ts'
import { toUrl } from './to-url.ts'

/** How long a call waits for a function that starts, from zero replicas too, before it is answered 503. */
const READY_WAIT_MS = 10_000
const CALL_GRACE_MS = 60_000

interface GatewayParts {
  readonly provider: Provider
  readonly secrets: SecretStore
  readonly logs: LogHub
  readonly credentials: Credentials | undefined
  readonly metrics: GatewayMetrics
}

/** Serves what the gateway measures, and where every replica's metrics are. @returns its address. @throws ConfigError */
export async function startMetrics(
  { host, metricsPort: port = 0, onNotice }: PlatformOptions,
  { metrics, provider }: GatewayParts,
  closers: Closers,
): Promise<string> {
  const targets = () => describeTargets(provider.functions)
  const server = new MetricsServer({ host, port, metrics, targets, onNotice })
  const url = toUrl(host, await listen(server, host, port, '--metrics-port'))
  closers.add({ close: () => server.close() })
  return url
}

/** Starts the gateway, and the worker of its asynchronous calls. @returns its address. @throws ConfigError */
export async function startGateway(
  options: PlatformOptions,
  parts: GatewayParts,
  folder: string,
  closers: Closers,
): Promise<string> {
  const { host, port, readyWaitMs = READY_WAIT_MS } = options
  const queue = new CallQueue(folder, options.queueLimits)
  closers.add({ close: async () => queue.close() })
  let worker: CallWorker | undefined
  const onQueued = (service: string) => worker?.wake(service)
  const gateway = new Gateway({ ...options, ...parts, readyWaitMs, queue, onQueued })
  const gatewayUrl = toUrl(host, await listen(gateway, host, port, '--port'))
  closers.add({ close: () => gateway.close(CALL_GRACE_MS) })
  const isDeployed = (service: string) => parts.provider.find(service) !== undefined
  const made = new CallWorker({ ...options, queue, gatewayUrl, isDeployed })
  worker = made
  closers.add({ close: () => closeWorker(made, queue, options) })
  return gatewayUrl
}

async function closeWorker(worker: CallWorker, queue: CallQueue, options: PlatformOptions): Promise<void> {
  await worker.close(CALL_GRACE_MS)
  if (queue.size > 0 && options.dataFolder === undefined)
    options.onNotice(
      `${queue.size} asynchronous calls were not made and are lost; --data keeps them for the next start`,
    )
}

async function listen(
  server: { readonly listen: () => Promise<number> },
  host: string,
  port: number,
  option: string,
): Promise<number> {
  try {
    return await server.listen()
  } catch (cause) {
    throw portError(cause, host, port, option)
  }
}
