import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { isDeepStrictEqual, parseArgs, promisify } from 'node:util'
import axios from 'axios'
import { TraceServer } from '../src/local/traces/trace-server.ts'
import { type Collector, canonical, findServices, findTrace, post } from './compare-jaeger/collector.ts'
import { BAD_IDS, BAD_REQUESTS, makeRequest, makeTraceId } from './compare-jaeger/spans.ts'

const VOUCH = ['-C', 'vouch-source', '--require', 'ts-node/register', join(__dirname, '..', 'src', 'cli', 'vouch.ts')]

/** Posts the same spans to a running Jaeger and to the embedded collector, and compares what they answer. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      jaeger: { type: 'string', default: 'http://127.0.0.1:16686' },
      otlp: { type: 'string', default: 'http://127.0.0.1:4318' },
    },
  })
  const jaeger = { queryUrl: values.jaeger, otlpUrl: values.otlp }
  await axios.get(`${jaeger.queryUrl}/api/services`, { timeout: 5000, proxy: false }).catch((error: Error) => {
    throw new Error(
      `Jaeger does not answer at ${jaeger.queryUrl}: ${error.message}; start one, or name it with --jaeger`,
    )
  })
  const server = new TraceServer({ host: '127.0.0.1', port: 0, onNotice: console.error })
  const url = `http://127.0.0.1:${await server.listen()}`
  try {
    const differences = await compare(jaeger, { queryUrl: url, otlpUrl: url })
    process.exitCode = differences > 0 ? 1 : 0
  } finally {
    await server.close()
  }
}

async function compare(jaeger: Collector, ours: Collector): Promise<number> {
  let [checks, differences] = [0, 0]
  const check = async (what: string, ask: (collector: Collector) => Promise<unknown>) => {
    const [theirs, mine] = [await ask(jaeger), await ask(ours)]
    checks++
    if (isDeepStrictEqual(theirs, mine)) return
    differences++
    console.log(`DIFFERENT ${what}\n  Jaeger ${show(theirs)}\n  ours   ${show(mine)}`)
  }
  const id = makeTraceId()
  await check('POST of every kind of span', (one) => post(one, makeRequest(id)))
  const theirs = canonical(await findTrace(jaeger, id))
  const mine = canonical(await findTrace(ours, id))
  for (const path of new Set([...theirs.keys(), ...mine.keys()]))
    await check(path, async (one) => (one === jaeger ? theirs : mine).get(path))
  await check('vouch trace', (one) => printTrace(one, id))
  await check('services', (one) => findServices(one, mine))
  for (const { name, body, type } of BAD_REQUESTS) await check(name, (one) => post(one, body, type))
  for (const bad of BAD_IDS) await check(`GET /api/traces/${bad}`, (one) => findTrace(one, bad, 'error'))
  console.log(`${checks} comparisons, ${differences} differences`)
  return differences
}

async function printTrace({ queryUrl }: Collector, id: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...VOUCH, 'trace', id, '--jaeger', queryUrl])
  return stdout
}

const show = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 2
})
