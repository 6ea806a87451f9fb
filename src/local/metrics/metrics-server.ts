import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { closeServer, openServer, type ServerAddress } from '../http-server.ts'
import type { Exposition, GatewayMetrics } from './gateway-metrics.ts'
import type { TargetGroup } from './service-discovery.ts'

interface MetricsServerOptions extends ServerAddress {
  readonly metrics: GatewayMetrics
  readonly targets: () => readonly TargetGroup[]
  readonly onNotice: (sentence: string) => void
}

/** What Prometheus reads, on a port of its own as in OpenFaaS: callers of functions have no business there. */
export class MetricsServer {
  readonly #options: MetricsServerOptions
  readonly #server: Server

  constructor(options: MetricsServerOptions) {
    this.#options = options
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: Error) => {
        options.onNotice(`Metrics could not be told: ${error.stack}`)
        response.destroy()
      })
    })
  }

  /** @returns the port. Rejects with Node's own error if it is taken. */
  listen(): Promise<number> {
    return openServer(this.#server, this.#options)
  }

  close(): Promise<void> {
    return closeServer(this.#server, 0)
  }

  async #answer({ method, url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path] = url.split('?')
    const isTargets = path === '/prometheus/sd'
    if (!isTargets && path !== '/metrics')
      return void response.writeHead(404).end('Prometheus finds /metrics and /prometheus/sd here')
    if (method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end()
    const { type, text } = await (isTargets ? this.#describeTargets() : this.#options.metrics.render())
    response.writeHead(200, { 'content-type': type }).end(text)
  }

  #describeTargets(): Exposition {
    return { type: 'application/json', text: JSON.stringify(this.#options.targets()) }
  }
}
