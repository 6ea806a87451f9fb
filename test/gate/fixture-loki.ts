import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axios from 'axios'
import { startLogStore } from '../../src/local/log-store/start.ts'
import type { LogLine } from './article-lines.ts'
import { functionLines } from './function-lines.ts'

const LAG_MS = 70_000

/** The embedded log store with an hour of good lines of all functions that ended a little ago. */
export async function startFixtureLoki(): Promise<{ url: string; close: () => Promise<void> }> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'vouch-loki-'))
  const store = await startLogStore({ host: '127.0.0.1', port: 0, dataFolder })
  const url = `http://127.0.0.1:${store.port}`
  await pushLines(url, functionLines(BigInt(Date.now() - LAG_MS) * 1_000_000n))
  const close = async () => {
    await store.close()
    await rm(dataFolder, { recursive: true })
  }
  return { url, close }
}

/** Pushes lines to a Loki, a real one or the embedded store. */
export async function pushLines(url: string, lines: readonly LogLine[], tenant?: string): Promise<void> {
  const streams = new Map<string, { stream: LogLine['stream']; values: [string, string][] }>()
  for (const { stream, ts, line } of lines) {
    const key = JSON.stringify(stream)
    const known = streams.get(key) ?? { stream, values: [] }
    known.values.push([ts, line])
    streams.set(key, known)
  }
  await axios.post(
    `${url}/loki/api/v1/push`,
    { streams: [...streams.values()] },
    { headers: tenant ? { 'X-Scope-OrgID': tenant } : {} },
  )
}
