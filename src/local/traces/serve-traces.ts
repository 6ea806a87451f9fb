import type { Closers } from '../closers.ts'
import { portError } from '../port-error.ts'
import { toUrl } from '../to-url.ts'
import { TraceServer, type TraceServerOptions } from './trace-server.ts'

/** What says that traces go elsewhere, or nowhere. */
const ELSEWHERE = /^(?:OTEL_TRACES_EXPORTER|OTEL_EXPORTER_OTLP_(?:TRACES_)?ENDPOINT|JAEGER_(?:AGENT_HOST|ENDPOINT))$/

type Options = TraceServerOptions & { readonly environment: Record<string, string | undefined> }

/**
 * Starts the trace collector, unless the environment sends the traces of the functions elsewhere.
 * @returns its address
 * @throws ConfigError if the port is taken
 */
export async function serveTraces(options: Options, closers: Closers): Promise<string | undefined> {
  const { host, port, environment } = options
  if (Object.entries(environment).some(([name, value]) => value !== undefined && ELSEWHERE.test(name))) return undefined
  const server = new TraceServer(options)
  try {
    const url = toUrl(host, await server.listen())
    closers.add({ close: () => server.close() })
    return url
  } catch (cause) {
    throw portError(cause, host, port, '--trace-port')
  }
}
