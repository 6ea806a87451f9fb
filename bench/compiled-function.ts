import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePorts } from '../src/local/free-port.ts'

const ROOT = resolve(__dirname, '..')
const POLL_MS = 20

/** The image-classifier as an image runs it, compiled, in a process and a temporary folder of its own. */
export interface CompiledFunction {
  readonly child: ChildProcess
  readonly url: string
  readonly metricsUrl: string
  readonly end: () => Promise<void>
}

/** Starts it and does not wait for it; its log is not kept. */
export async function spawnFunction(env: Record<string, string> = {}): Promise<CompiledFunction> {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-bench-'))
  const [port, metricsPort] = await findFreePorts(2)
  const argv = [join(ROOT, 'dist/template/node18/index.js'), join(ROOT, 'dist/functions/image-classifier')]
  const child = spawn(process.execPath, argv, {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { TMPDIR: folder, http_port: `${port}`, METRICS_PORT: `${metricsPort}`, ...env },
  })
  const end = async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
    rmSync(folder, { recursive: true })
  }
  return { child, url: `http://127.0.0.1:${port}`, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`, end }
}

/** Starts it and waits until all its workers serve. */
export async function startFunction(workers: number): Promise<CompiledFunction> {
  const started = await spawnFunction({ MAX_WORKERS: `${workers}` })
  while ((await countReady(started.metricsUrl)) !== `${workers}`) {
    if (started.child.exitCode !== null) throw new Error('The function ended before it was ready.')
    await sleep(POLL_MS)
  }
  return started
}

/** @returns the value of the metric of ready workers; empty while nothing listens */
async function countReady(metricsUrl: string): Promise<string> {
  const page = await fetch(metricsUrl).then(
    (response) => response.text(),
    () => '',
  )
  return /^vouch_workers\{.*state="ready".*\} (\d+)$/m.exec(page)?.[1] ?? ''
}
