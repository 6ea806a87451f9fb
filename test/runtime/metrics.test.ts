import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { FunctionUnderTest } from './function-under-test.ts'
import { readPhoto } from './photos.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const UNSAMPLED_TRACE = '1af7651916cd43dd8448eb211c80319d'
const OPEN_METRICS = 'application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4'

describe('the metrics of a function', () => {
  let running: FunctionUnderTest
  before(async () => {
    running = await FunctionUnderTest.start({ OTEL_SAMPLING_PROBABILITY: '0' })
    for (const [trace, flags] of [
      [TRACE, '01'],
      [UNSAMPLED_TRACE, '00'],
    ])
      await running.send(readPhoto('grace.jpg'), { headers: { traceparent: `00-${trace}-b7ad6b7169203331-${flags}` } })
    await running.send(readPhoto('grace.jpg'))
  })
  after(() => running.stop())

  const scrape = async (accept: string) => {
    const response = await fetch(running.metricsUrl, { headers: { accept } })
    return { type: response.headers.get('content-type'), text: await response.text() }
  }
  const readValue = (text: string, name: string) =>
    Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1])

  it('are OpenMetrics, with the sampled trace alone as the exemplar of its bucket, for who accepts it', async () => {
    const { type, text } = await scrape(OPEN_METRICS)
    assert.equal(type, 'application/openmetrics-text; version=1.0.0; charset=utf-8')
    assert.ok(text.endsWith('\n# EOF\n'))
    const served = running.lines.find((line) => line['trace_id'] === TRACE)
    const exemplars = text.split('\n').flatMap((line) => /^(\w+)\{.* # (\{.*\}) (\S+) \S+$/.exec(line) ?? [])
    assert.deepEqual(exemplars.slice(1, 3), [
      'vouch_request_duration_seconds_bucket',
      `{trace_id="${TRACE}",span_id="${served?.['span_id']}"}`,
    ])
    assert.ok(Math.abs(Number(exemplars[3]) * 1000 - Number(served?.['latency_ms'])) < 0.01)
    assert.equal(exemplars.length, 4)
  })

  it('are Prometheus text without exemplars for others, before and after a scrape of OpenMetrics', async () => {
    for (const accept of ['*/*', 'text/plain', 'application/openmetrics-textual']) {
      const [plain] = await Promise.all([scrape(accept), scrape(OPEN_METRICS)])
      assert.equal(plain.type, 'text/plain; version=0.0.4; charset=utf-8')
      assert.doesNotMatch(plain.text, / # \{|# EOF|_total_total/)
      assert.match(plain.text, /^# TYPE vouch_requests_total counter$/m)
    }
  })

  it('name a counter without its suffix in OpenMetrics, as its specification asks', async () => {
    const { text } = await scrape(OPEN_METRICS)
    assert.match(text, /^# TYPE vouch_requests counter$/m)
    assert.equal(readValue(text, 'vouch_requests_total'), 3)
    assert.doesNotMatch(text, /_total_total/)
  })

  it('count and time each answer, and show queue, load and model', async () => {
    const { text } = await scrape('')
    assert.equal(readValue(text, 'vouch_request_duration_seconds_count'), 3)
    assert.equal(readValue(text, 'vouch_queue_length'), 0)
    assert.equal(readValue(text, 'vouch_inflight'), 0)
    assert.match(
      text,
      /^vouch_model_info\{function="image-classifier",model="efficientnet-lite0",.*device="cpu".*\} 1$/m,
    )
  })

  it('show the process, and how late its event loop is', async () => {
    let text: string
    do text = (await scrape('')).text
    while (!(readValue(text, 'nodejs_eventloop_lag_mean_seconds') > 0)) // a scrape begins the next measurement
    for (const name of ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'nodejs_heap_size_used_bytes'])
      assert.ok(readValue(text, name) > 0, name)
    for (const name of ['min', 'mean', 'p50', 'p99', 'max'])
      assert.ok(readValue(text, `nodejs_eventloop_lag_${name}_seconds`) > 0, name)
  })
})
