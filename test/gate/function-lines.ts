import type { LogLine } from './article-lines.ts'

const CLASSIFICATIONS = 640
const CLASSES = ['missile', 'tiger cat', 'military uniform', 'football helmet']
const CALLS = 40
const STEP_NS = 5_000_000_000n

/** What a good answer of the other functions logs beside what all log. */
const EXTRAS: Readonly<Record<string, (i: number) => object>> = {
  'background-remover': (i) => ({ foreground_ratio: 0.2 + (i % 5) / 10 }),
  'face-detector': () => ({ faces: 1 }),
  'face-encoder': (i) => ({ embedding_norm: 1.35 + (i % 4) / 50, quality: 0.8 }),
  'face-swapper': () => ({ faces_swapped: 1, engine: 'mesh' }),
  'face-fusion': (i) => ({ stages: 6, similarity_source: 0.95 + (i % 3) / 100, similarity_target: 0.85 }),
}

/** What the functions log in an hour in which all contracts of features/ hold: test/fixtures/lines/functions.jsonl is one. */
export function functionLines(endNs: bigint): LogLine[] {
  const classifications = linesOf('image-classifier', CLASSIFICATIONS, endNs, (i) => ({
    latency_ms: 20 + ((i * 37) % 60),
    top1_class: i % 10 === 3 ? 'espresso' : CLASSES[i % CLASSES.length],
  }))
  const others = Object.entries(EXTRAS).flatMap(([name, extras]) =>
    linesOf(name, CALLS, endNs, (i) => ({ latency_ms: 200 + ((i * 37) % 600), ...extras(i) })),
  )
  return [...classifications, ...others]
}

function linesOf(functionName: string, count: number, endNs: bigint, fields: (i: number) => object): LogLine[] {
  const stream = { namespace: 'openfaas-fn', function_name: functionName, stage: 'production' }
  return Array.from({ length: count }, (_, i) => {
    const ns = endNs - BigInt(count - i) * STEP_NS
    const line = {
      timestamp: new Date(Number(ns / 1_000_000n)).toISOString(),
      event: 'inference_request',
      model_version: 'v1.0.0',
      status_code: 200,
      ...fields(i),
    }
    return { stream, ts: String(ns), line: JSON.stringify(line) }
  })
}
