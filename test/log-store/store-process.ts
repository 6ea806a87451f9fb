import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const MAIN = join(__dirname, '../../src/local/log-store/main.ts')

export interface Child {
  readonly process: ChildProcess
  readonly url: string
}

/** Runs the store as a process of its own. */
export function spawnStore(args: readonly string[]): ChildProcess {
  const runtime = ['-C', 'vouch-source', '--require', 'ts-node/register']
  return spawn(process.execPath, [...runtime, MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Runs the store and waits until it listens. */
export async function startStore(dataFolder: string): Promise<Child> {
  const child = spawnStore(['--data', dataFolder])
  const [line] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')
  return { process: child, url: `http://127.0.0.1:${JSON.parse(String(line)).port}` }
}

/** Pushes one stream's entries; the status of the answer. */
export async function push(url: string, values: readonly (readonly [string, string])[]): Promise<number> {
  const body = JSON.stringify({ streams: [{ stream: { app: 'till' }, values }] })
  const headers = { 'content-type': 'application/json' }
  return (await fetch(`${url}/loki/api/v1/push`, { method: 'POST', headers, body })).status
}

/** The number that an instant query gives, or undefined for none. */
export async function ask(url: string, query: string, timeNs: bigint): Promise<number | undefined> {
  const parameters = new URLSearchParams({ query, time: String(timeNs) })
  const response = await fetch(`${url}/loki/api/v1/query?${parameters}`)
  const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } }
  const value = data.result[0]?.value[1]
  return value === undefined ? undefined : Number(value)
}
