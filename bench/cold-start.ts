/** From the start of the compiled function's process to its first right answer, beside `node -e 0`, interleaved. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePorts } from '../src/local/free-port.ts'
import { median } from './figures.ts'
import { drawPhoto } from './photo.ts'

const ROUNDS = Number(process.argv[2] ?? 7)
/** The client leaves the cores to the function between its attempts. */
const PAUSE_MS = 2
const DIST = resolve(__dirname, '../dist')

async function timeBareNode(): Promise<number> {
  const startMs = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'close')
  return performance.now() - startMs
}

/** @returns milliseconds, and the resident memory in MB after the answer */
async function timeFirstAnswer(photo: Buffer): Promise<{ firstMs: number; rssMb: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-cold-'))
  const [port, metricsPort] = await findFreePorts(2)
  const argv = [join(DIST, 'template/node18/index.js'), join(DIST, 'functions/image-classifier')]
  const startMs = performance.now()
  const child = spawn(process.execPath, argv, {
    cwd: resolve(DIST, '..'),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { TMPDIR: folder, http_port: `${port}`, METRICS_PORT: `${metricsPort}` },
  })
  try {
    await callUntilRight(`http://127.0.0.1:${port}/`, photo, child)
    return { firstMs: performance.now() - startMs, rssMb: readRssMb(child) }
  } finally {
    child.kill('SIGKILL')
    await once(child, 'close')
    rmSync(folder, { recursive: true })
  }
}

async function callUntilRight(url: string, photo: Buffer, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const body = await fetch(url, { method: 'POST', body: new Uint8Array(photo) }).then(
      (response) => response.text(),
      () => '',
    )
    if (body.includes('"class":"espresso"')) return
    await sleep(PAUSE_MS)
  }
  throw new Error('The function ended before it answered.')
}

function readRssMb({ pid }: ChildProcess): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

async function main(): Promise<void> {
  const photo = await drawPhoto()
  const rounds: { bareMs: number; firstMs: number; rssMb: number }[] = []
  for (let round = 0; round < ROUNDS; round++)
    rounds.push({ bareMs: await timeBareNode(), ...(await timeFirstAnswer(photo)) })
  const column = (pick: (one: (typeof rounds)[number]) => number) => median(rounds.map(pick))
  console.log('| `node -e 0`, ms | first right answer, ms | ratio | RSS after it, MB |\n|---|---|---|---|')
  const ratio = column(({ firstMs, bareMs }) => firstMs / bareMs).toFixed(1)
  const [bareMs, firstMs, rssMb] = [column((c) => c.bareMs), column((c) => c.firstMs), column((c) => c.rssMb)]
  console.log(`| ${bareMs.toFixed(0)} | ${firstMs.toFixed(0)} | ${ratio} | ${rssMb.toFixed(0)} |`)
}

void main()
