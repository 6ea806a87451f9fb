/** Sends photos to the image-classifier and compares what a running Jaeger shows with its log lines. */
import { parseArgs } from 'node:util'
import { LOG_FIELDS, STEPS } from '#runtime/conventions'
import { FunctionUnderTest } from '../test/runtime/function-under-test.ts'
import { readPhoto } from '../test/runtime/photos.ts'
import { compareTrace } from './check-jaeger/compare-trace.ts'
import { expectJaeger, readTrace } from './check-jaeger/jaeger.ts'

const PHOTOS = [
  { name: 'grace.jpg', width: 512, height: 512 },
  { name: 'coffee.png', width: 600, height: 400 },
] as const

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      query: { type: 'string', default: 'http://127.0.0.1:16686' },
      otlp: { type: 'string', default: 'http://127.0.0.1:4318' },
      collector: { type: 'string', default: 'http://127.0.0.1:14268' },
    },
  })
  await expectJaeger(values.query)
  console.log('| exporter | photo | what | seen | as expected |\n|---|---|---|---|---|')
  await checkExporter('OTLP', values.query, { OTEL_EXPORTER_OTLP_ENDPOINT: values.otlp })
  await checkExporter('Jaeger', values.query, { JAEGER_ENDPOINT: `${values.collector}/api/traces` })
}

async function checkExporter(exporter: string, queryUrl: string, env: Record<string, string>): Promise<void> {
  const running = await FunctionUnderTest.start({
    ...env,
    OTEL_SAMPLING_PROBABILITY: '1',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  })
  try {
    for (const photo of PHOTOS) {
      const sent = { ...photo, path: '/', requestId: `check-${photo.name}` }
      await running.send(readPhoto(photo.name), { headers: { 'x-call-id': sent.requestId } })
      const line = await running.waitForLine((each) => each[LOG_FIELDS.requestId.name] === sent.requestId)
      const spans = await readTrace(queryUrl, String(line[LOG_FIELDS.traceId.name]), STEPS.length + 1)
      for (const { what, seen, ok } of compareTrace(spans, line, sent)) {
        console.log(`| ${exporter} | ${photo.name} | ${what} | ${seen} | ${ok ? 'yes' : 'no'} |`)
        if (!ok) process.exitCode = 1
      }
    }
  } finally {
    await running.stop()
  }
}

main().catch(({ message }: Error) => {
  console.error(message)
  process.exitCode = 2
})
