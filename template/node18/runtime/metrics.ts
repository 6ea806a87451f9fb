import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry, type RegistryContentType } from 'prom-client'
import { type EventName, EXEMPLAR_LABELS, METRICS } from './conventions.ts'
import type { RequestRecord } from './request-record.ts'
import type { Subject } from './subject.ts'

const DURATION_BUCKETS_S = [0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30]

/** What the gauges show at the moment of a scrape. */
export interface Load {
  queued(): number
  inflight(): number
}

export type ObservedRequest = Pick<RequestRecord, 'statusCode' | 'latencyMs' | 'sampled' | 'traceId' | 'spanId'>

export interface Metrics {
  readonly registry: Registry
  /** Counts an answered request; one whose trace is sampled becomes the exemplar of its duration. */
  observeRequest(event: EventName, record: ObservedRequest): void
  /** Shows what is loaded, once it is. */
  showModel(revision: string): void
}

/** Makes the metrics of one function: those of the conventions, and prom-client's own of the process. */
export function createMetrics(subject: Subject, load: Load): Metrics {
  const registry = new Registry()
  allowExemplars(registry)
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({ ...describe('requests'), registers: [registry] })
  const duration = new Histogram<string>({
    ...describe('requestDuration'),
    buckets: DURATION_BUCKETS_S,
    enableExemplars: true,
    registers: [registry],
  })
  const model = new Gauge({ ...describe('modelInfo'), registers: [registry] })
  addGauge(registry, 'queueLength', load.queued)
  addGauge(registry, 'inflight', load.inflight)
  return {
    registry,
    observeRequest(event, record) {
      const labels = {
        function: subject.functionName,
        model_version: subject.modelVersion,
        status_code: String(record.statusCode),
      }
      requests.inc({ ...labels, event })
      duration.observe({ labels, value: record.latencyMs / 1000, exemplarLabels: describeExemplar(record) })
    },
    showModel(revision) {
      const { functionName, modelName, modelVersion, modelDigest, device } = subject
      model.labels(functionName, modelName, modelVersion, modelDigest, device, revision).set(1)
    },
  }
}

/** prom-client keeps exemplars only in a registry of OpenMetrics; what a scrape gets is chosen by its page. */
function allowExemplars(registry: Registry<RegistryContentType>): void {
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
}

function describeExemplar({ sampled, traceId, spanId }: ObservedRequest) {
  return sampled ? { [EXEMPLAR_LABELS.traceId]: traceId, [EXEMPLAR_LABELS.spanId]: spanId } : {}
}

function describe(key: 'requests' | 'requestDuration' | 'modelInfo') {
  const { name, help, labels } = METRICS[key]
  return { name, help, labelNames: labels }
}

function addGauge(registry: Registry, key: 'queueLength' | 'inflight', read: () => number): void {
  const { name, help } = METRICS[key]
  const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(read()) })
}
