import { type Metric, Registry, type RegistryContentType } from 'prom-client'
import type { PlainPage } from './server.ts'

const OPEN_METRICS = /(^|[,\s])application\/openmetrics-text\s*(?:[;,]|$)/i

/**
 * Makes the page that a scrape reads: OpenMetrics with exemplars for who accepts it, else Prometheus text.
 * Source: https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
export function createMetricsPage(registry: Registry): PlainPage {
  return async ({ headers: { accept = '' } }) => {
    const page = copyRegistry(registry, OPEN_METRICS.test(accept))
    return { statusCode: 200, contentType: page.contentType, body: await page.metrics() }
  }
}

/** prom-client renames counters when it writes OpenMetrics, and would not undo it: each scrape gets shadows of them. */
function copyRegistry(registry: Registry, isOpenMetrics: boolean): Registry<RegistryContentType> {
  const copy = new Registry<RegistryContentType>()
  if (isOpenMetrics) copy.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
  for (const metric of registry.getMetricsAsArray()) copy.registerMetric(Object.create(metric) as Metric)
  return copy
}
