import type { LogLine } from './article-lines.ts'

const REQUESTS = 640
const CLASSES = ['missile', 'tiger cat', 'military uniform', 'football helmet']

/** What the image classifier logs in an hour in which all contracts of features/ hold: test/fixtures/lines holds it. */
export function classifierLines(endNs: bigint): LogLine[] {
  const stream = { namespace: 'openfaas-fn', function_name: 'image-classifier', stage: 'production' }
  return Array.from({ length: REQUESTS }, (_, i) => {
    const ns = endNs - BigInt(REQUESTS - i) * 5_000_000_000n
    const line = {
      timestamp: new Date(Number(ns / 1_000_000n)).toISOString(),
      event: 'inference_request',
      model_version: 'v1.0.0',
      status_code: 200,
      latency_ms: 20 + ((i * 37) % 60),
      top1_class: i % 10 === 3 ? 'espresso' : CLASSES[i % CLASSES.length],
    }
    return { stream, ts: String(ns), line: JSON.stringify(line) }
  })
}
