import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import axios from 'axios'
import Table from 'cli-table3'
import { startLogStore } from '../src/local/log-store/start.ts'
import { ask, pushLines, type Reply, same } from './compare-loki/client.ts'
import { generateLines } from './compare-loki/lines.ts'
import { INSTANT_QUERIES, RANGE_QUERIES } from './compare-loki/queries.ts'

/** Pushes the same lines to a running Loki and to the embedded store, and compares their answers. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { loki: { type: 'string', default: 'http://127.0.0.1:3100' }, lines: { type: 'string', default: '2000' } },
  })
  await axios.get(`${values.loki}/loki/api/v1/labels`, { timeout: 5000 }).catch((error: Error) => {
    throw new Error(`Loki does not answer at ${values.loki}: ${error.message}; start one, or name it with --loki URL`)
  })
  const folder = mkdtempSync(join(tmpdir(), 'compare-loki-'))
  const store = await startLogStore({ host: '127.0.0.1', port: 0, dataFolder: folder })
  try {
    await compare(values.loki, `http://127.0.0.1:${store.port}`, Number(values.lines))
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
}

async function compare(loki: string, store: string, count: number): Promise<void> {
  const run = `run${Date.now()}`
  const endMs = Math.floor(Date.now() / 60_000) * 60_000
  const streams = generateLines(run, count, endMs)
  for (const url of [loki, store]) console.log(`${url}: ${await pushLines(url, streams)} lines/s pushed`)
  const table = new Table({ head: ['query', 'Loki ms', 'store ms', 'answer'] })
  let mismatches = 0
  const queries = [
    ...INSTANT_QUERIES.map((query) => ({ query })),
    ...RANGE_QUERIES.map((query) => ({ query, stepS: 60 })),
  ]
  for (const { query: text, ...range } of queries) {
    const query = text.replaceAll('SEL', `run="${run}"`)
    const theirs = await ask(loki, query, endMs, range)
    const ours = await ask(store, query, endMs, range)
    const equal = same(theirs, ours)
    if (!equal) mismatches++
    table.push([text.slice(0, 90), theirs.ms, ours.ms, equal ? 'equal' : `DIFFERENT\n${show(theirs)}\n${show(ours)}`])
  }
  console.log(`${table}\n${queries.length} queries over ${count} lines, ${mismatches} mismatches`)
  process.exitCode = mismatches > 0 ? 1 : 0
}

const show = ({ status, result }: Reply) => `${status} ${JSON.stringify(result)}`.slice(0, 400)

main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 2
})
