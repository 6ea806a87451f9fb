/** Resident memory of every function of stack.yml, compiled, behind the embedded gateway, a worker a CPU: idle, under clients, after them. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startPlatform } from '../src/local/platform.ts'
import { readStack } from '../src/local/stack-file.ts'
import { describeArena, findProcess, planCalls } from './function-calls.ts'
import type { Call } from './fusion-stages.ts'
import { load } from './load.ts'
import { readRssMb } from './process-figures.ts'

const ROOT = join(__dirname, '..')
const CLIENTS = 8
const DURATION_MS = Number(process.argv[2] ?? 20) * 1000
const SAMPLE_MS = 100

interface Measured {
  readonly answers: number
  readonly mostMb: number
  readonly afterMb: number
}

/** @throws Error when an answer is no 200 */
async function measure(gatewayUrl: string, pid: number, { path, body, contentType }: Call): Promise<Measured> {
  let mostMb = 0
  const sampler = setInterval(() => {
    mostMb = Math.max(mostMb, readRssMb(pid))
  }, SAMPLE_MS)
  const url = `${gatewayUrl}/function/${path}`
  const { latenciesMs, failures } = await load(url, body, CLIENTS, DURATION_MS, contentType)
  clearInterval(sampler)
  if (failures > 0) throw new Error(`${path}: ${failures} answers were no 200`)
  return { answers: latenciesMs.length, mostMb, afterMb: readRssMb(pid) }
}

async function measureAll(): Promise<void> {
  const environment = process.env
  const ports = { host: '127.0.0.1', port: 0, lokiPort: 0 }
  const platform = await startPlatform({ root: ROOT, ...ports, environment, version: '0.0.0', onNotice: console.error })
  try {
    await platform.deploy()
    const stack = readStack(join(ROOT, 'stack.yml'), process.env)
    const pids = new Map([...stack.keys()].map((name) => [name, findProcess(name)]))
    const idleMb = new Map([...pids].map(([name, pid]) => [name, readRssMb(pid)]))
    const calls = await planCalls(platform.gatewayUrl)
    for (const [name, pid] of pids) {
      const call = calls.get(name)
      if (call === undefined) throw new Error(`Expected a call of ${name} but have none`)
      const { answers, mostMb, afterMb } = await measure(platform.gatewayUrl, pid, call)
      const [idle, most, end] = [idleMb.get(name) ?? Number.NaN, mostMb, afterMb].map((mb) => mb.toFixed(0))
      const folder = stack.get(name)?.handlerFolder ?? ''
      const arena = existsSync(join(folder, 'model.json')) ? describeArena(folder) : 'no model'
      console.log(`| ${[name, arena, idle, answers, most, end].join(' | ')} |`)
    }
  } finally {
    await platform.stop()
  }
}

async function main(): Promise<void> {
  console.log(
    `| function | arena of its weights | idle, MB | answers to ${CLIENTS} clients in ${DURATION_MS / 1000} s | most meanwhile, MB | after, MB |`,
  )
  console.log(`|${'---|'.repeat(6)}`)
  await measureAll()
}

void main()
