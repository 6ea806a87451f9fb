import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { NAMESPACE } from '../deployment.ts'
import type { FunctionStatus } from '../provider/deployed-function.ts'

const FUNCTION = 'function_name'
const CODE = 'code'

/** A text for Prometheus, and its content type. */
export interface Exposition {
  readonly type: string
  readonly text: string
}

/**
 * What OpenFaaS's gateway measures, by its names and with its labels and buckets, so that its dashboards and alerts
 * read this platform too: https://docs.openfaas.com/architecture/metrics/
 */
export class GatewayMetrics {
  readonly #registry = new Registry()
  readonly #started = new Counter({
    name: 'gateway_function_invocation_started',
    help: 'Calls that were begun.',
    labelNames: [FUNCTION],
    registers: [this.#registry],
  })
  readonly #total = new Counter({
    name: 'gateway_function_invocation_total',
    help: 'Calls that ended, by status code.',
    labelNames: [FUNCTION, CODE],
    registers: [this.#registry],
  })
  readonly #seconds = new Histogram({
    name: 'gateway_functions_seconds',
    help: 'Duration of calls.',
    labelNames: [FUNCTION, CODE],
    registers: [this.#registry],
  })

  /** @param list the functions of the moment; their replicas are `gateway_service_count` */
  constructor(list: () => readonly FunctionStatus[]) {
    new Gauge({
      name: 'gateway_service_count',
      help: 'Replicas that are wanted.',
      labelNames: [FUNCTION],
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const { name, replicas } of list()) this.set({ [FUNCTION]: qualify(name) }, replicas)
      },
    })
  }

  /** Counts a call as begun; the function returned counts it as ended, with its status code. */
  begin(service: string): (code: number) => void {
    const startedAt = performance.now()
    this.#started.inc({ [FUNCTION]: qualify(service) })
    return (code) => {
      const labels = { [FUNCTION]: qualify(service), [CODE]: String(code) }
      this.#total.inc(labels)
      this.#seconds.observe(labels, (performance.now() - startedAt) / 1000)
    }
  }

  /** All of them, in Prometheus's text format. */
  async render(): Promise<Exposition> {
    return { type: this.#registry.contentType, text: await this.#registry.metrics() }
  }
}

function qualify(service: string): string {
  return `${service}.${NAMESPACE}`
}
