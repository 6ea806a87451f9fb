import type { Closers } from './closers.ts'
import { LogHub } from './logs/log-hub.ts'
import { LogShipper, type ShipperCounts } from './logs/shipper.ts'
import { openLoki } from './loki-target.ts'
import type { PlatformOptions } from './platform-options.ts'
import type { Provider } from './provider/provider.ts'

const SHIP_GRACE_MS = 10_000

interface Logging {
  readonly lokiUrl: string
  readonly logs: LogHub
  readonly shipper: LogShipper
}

/** Starts what takes the lines of the functions to Loki, and the log store if no Loki was named. @throws ConfigError */
export async function startLogging(options: PlatformOptions, folder: string, closers: Closers): Promise<Logging> {
  const { onNotice } = options
  const loki = await openLoki(options, folder, closers)
  const shipper = new LogShipper({ ...loki, onNotice })
  closers.add({ close: () => shipper.close(SHIP_GRACE_MS) })
  const logs = new LogHub(shipper, (error) => onNotice(`Reading a function's output failed: ${error.message}`))
  closers.add({ close: () => logs.drain() })
  return { lokiUrl: loki.url, logs, shipper }
}

/** Settles when every line that functions wrote before the call has been answered for by Loki. */
export async function flushLogs(provider: Provider, { logs, shipper }: Logging): Promise<ShipperCounts> {
  // A function has written the lines of the calls that it answered before it answers a probe.
  const replicas = provider.functions.flatMap((one) => one.replicas)
  await Promise.all(replicas.map((replica) => replica.probeHealth()))
  await logs.settle()
  return shipper.flush()
}
