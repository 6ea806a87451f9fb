import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Exposition, GatewayMetrics } from './gateway-metrics.ts'
import type { TargetGroup } from './service-discovery.ts'

export interface MetricsServerOptions {
  readonly host: string
  /** 0 is any free one. */
  readonly port: number
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
  async listen(): Promise<number> {
    this.#server.listen(this.#options.port, this.#options.host)
    await once(this.#server, 'listening')
    return (this.#server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
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
