import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type EventName, METRICS } from './conventions.ts'
import type { Subject } from './subject.ts'

const DURATION_BUCKETS_S = [0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30]

/** What the gauges show at the moment of a scrape. */
export interface Load {
  queued(): number
  inflight(): number
}

export interface Metrics {
  readonly registry: Registry
  observeRequest(event: EventName, statusCode: number, durationMs: number): void
  /** Shows what is loaded, once it is. */
  showModel(revision: string): void
}

/** Makes the metrics of one function: those of the conventions, and prom-client's own of the process. */
export function createMetrics(subject: Subject, load: Load): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({ ...describe('requests'), registers: [registry] })
  const duration = new Histogram({ ...describe('requestDuration'), buckets: DURATION_BUCKETS_S, registers: [registry] })
  const model = new Gauge({ ...describe('modelInfo'), registers: [registry] })
  addGauge(registry, 'queueLength', load.queued)
  addGauge(registry, 'inflight', load.inflight)
  return {
    registry,
    observeRequest(event, statusCode, durationMs) {
      const values = [subject.functionName, subject.modelVersion, String(statusCode)]
      requests.labels(...values, event).inc()
      duration.labels(...values).observe(durationMs / 1000)
    },
    showModel(revision) {
      const { functionName, modelName, modelVersion, modelDigest, device } = subject
      model.labels(functionName, modelName, modelVersion, modelDigest, device, revision).set(1)
    },
  }
}

function describe(key: 'requests' | 'requestDuration' | 'modelInfo') {
  const { name, help, labels } = METRICS[key]
  return { name, help, labelNames: labels }
}

function addGauge(registry: Registry, key: 'queueLength' | 'inflight', read: () => number): void {
  const { name, help } = METRICS[key]
  const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(read()) })
}
