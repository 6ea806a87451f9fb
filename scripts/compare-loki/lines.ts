import type { PushStream } from './client.ts'

const SPAN_MS = 3_000_000

const json = (fields: object) => JSON.stringify(fields)
const prediction = (n: number) =>
  json({
    event: 'inference_request',
    model_version: n % 3 ? 'v1.2.1' : 'v1.3.0',
    latency_ms: ((n * 7919) % 40_000) / 100,
    class: n % 10 ? 'tabby' : 'golden retriever',
    status_code: n % 50 ? 200 : 503,
    request_id: `r${n}`,
  })

/** Lines of every kind that a log holds; the number makes each one different where it can be. */
const SHAPES: readonly ((n: number) => string)[] = [
  prediction,
  prediction,
  prediction,
  prediction,
  (n) => `2026/04/24 21:00:${String(n % 60).padStart(2, '0')} GET /_/health - 200 OK`,
  (n) => json({ event: 'request_refused', status_code: '415', n }),
  (n) => `{"event":"inference_request","model_version":"v1.2.1","latency_ms":1e${n % 4},"status_code":205}`,
  (n) => `{"event":"inference_request","model_version":"v1.2.1","latency_ms":${n % 300}.50`,
  (n) => `{"event":"inference_request","model_version":"v1.2.1","latency_ms":"${n}ms","status_code":"5xx"}`,
  (n) => `{"event":"inference_request","latency_ms":${n},"event":"second","latency_ms":1}`,
  (n) => `{"message":"quoted \\"text\\" \\u00e9\\n","nested":{"event":"inner","latency_ms":${n}},"latency_ms":null}`,
  (n) => `{"event":"tail","latency_ms":${n % 9}} and more`,
  (n) => `plain text ${n} "with quotes": 5`,
  (n) => `{"event":tru,"latency_ms":${n}}`,
  (n) => `[{"event":"in an array","latency_ms":${n}}]`,
  () => '{"event":"same line","latency_ms":3}',
]

/** Three streams of one run, within the hour before `endMs`; some entries come twice, some carry metadata. */
export function generateLines(run: string, count: number, endMs: number): PushStream[] {
  const names = [{ function_name: 'f', zone: 'a' }, { function_name: 'f' }, { function_name: 'g' }]
  const streams = names.map((labels) => ({
    stream: { run, namespace: 'openfaas-fn', ...labels },
    values: [] as PushStream['values'][number][],
  }))
  for (let n = 0; n < count; n++) {
    const millisecond = endMs - SPAN_MS + Math.floor((n * SPAN_MS) / count)
    const line = (SHAPES[n % SHAPES.length] as (n: number) => string)(n)
    const time = `${millisecond}${String(n % 1_000_000).padStart(6, '0')}`
    const { values } = streams[Math.floor(n / SHAPES.length) % streams.length] as (typeof streams)[number]
    values.push(n % 31 === 0 ? [time, line, { pod: `p${n % 2}` }] : [time, line])
    if (n % 97 === 0) values.push([time, line])
  }
  return streams
}
