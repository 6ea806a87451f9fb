/** Resident memory of the compiled image-classifier: idle, after requests, under clients; with one worker and with two. */
import { startFunction } from './compiled-function.ts'
import { load } from './load.ts'
import { drawPhoto } from './photo.ts'
import { readRssMb } from './process-figures.ts'

const [REQUESTS, BATCH_MS, CLIENTS, CROWD, CROWD_MS, SAMPLE_MS] = [1000, 1000, 8, 100, 4000, 100]

async function measure(workers: number, photo: Buffer): Promise<number[]> {
  const running = await startFunction(workers)
  const { pid } = running.child
  const idleMb = readRssMb(pid)
  for (let sent = 0; sent < REQUESTS; ) {
    sent += (await load(running.url, photo, CLIENTS, BATCH_MS)).latenciesMs.length
  }
  const afterMb = readRssMb(pid)
  let crowdMb = 0
  const sampler = setInterval(() => {
    crowdMb = Math.max(crowdMb, readRssMb(pid))
  }, SAMPLE_MS)
  await load(running.url, photo, CROWD, CROWD_MS)
  clearInterval(sampler)
  await running.end()
  return [idleMb, afterMb, crowdMb]
}

async function main(): Promise<void> {
  const photo = await drawPhoto()
  console.log(`| workers | idle, MB | after ${REQUESTS} requests, MB | most under ${CROWD} clients, MB |`)
  console.log('|---|---|---|---|')
  for (const workers of [1, 2]) {
    const columns = await measure(workers, photo)
    console.log(`| ${[workers, ...columns.map((mb) => mb.toFixed(0))].join(' | ')} |`)
  }
}

void main()
