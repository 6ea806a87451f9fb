/** From the start of the compiled function's process to its first right answer, beside `node -e 0`, interleaved. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { spawnFunction } from './compiled-function.ts'
import { median } from './figures.ts'
import { drawPhoto } from './photo.ts'
import { readRssMb } from './process-figures.ts'

const ROUNDS = Number(process.argv[2] ?? 7)
/** The client leaves the cores to the function between its attempts. */
const PAUSE_MS = 2

async function timeBareNode(): Promise<number> {
  const startMs = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'close')
  return performance.now() - startMs
}

/** @returns milliseconds, and the resident memory in MB after the answer */
async function timeFirstAnswer(photo: Buffer): Promise<{ firstMs: number; rssMb: number }> {
  const startMs = performance.now()
  const { child, url, end } = await spawnFunction()
  try {
    await callUntilRight(url, photo, child)
    return { firstMs: performance.now() - startMs, rssMb: readRssMb(child.pid) }
  } finally {
    await end()
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
