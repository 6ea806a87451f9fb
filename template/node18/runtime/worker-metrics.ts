import { Counter, Gauge, type Registry } from 'prom-client'
import { METRICS } from './conventions.ts'

/** What is shown at the moment of a scrape. */
export interface WorkerLoad {
  ready(): number
  stuck(): number
  /** Log lines that were lost since the start. */
  droppedLines(): number
}

/**
 * Adds the metrics of threads and of the log to those of the function.
 *
 * @returns counts a lost worker
 */
export function addWorkerMetrics(registry: Registry, load: WorkerLoad): (reason: string) => void {
  const workers: Gauge = new Gauge({
    ...describe('workers'),
    registers: [registry],
    collect() {
      workers.labels('ready').set(load.ready())
      workers.labels('stuck').set(load.stuck())
    },
  })
  const dropped: Counter = new Counter({
    ...describe('logLinesDropped'),
    registers: [registry],
    collect() {
      dropped.reset()
      dropped.inc(load.droppedLines())
    },
  })
  const lost = new Counter({ ...describe('workersLost'), registers: [registry] })
  return (reason) => lost.labels(reason).inc()
}

function describe(key: 'workers' | 'workersLost' | 'logLinesDropped') {
  const { name, help, labels } = METRICS[key]
  return { name, help, labelNames: labels }
}
