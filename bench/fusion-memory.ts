/** Resident memory of face-fusion, compiled, under clients that send two large pictures; its stages are faked, and wait. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePorts } from '../src/local/free-port.ts'
import { readRssMb } from './process-figures.ts'

const DIST = resolve(process.argv[2] ?? 'dist')
const CLIENTS = [1, 8, 32]
const REQUESTS = 3
const PICTURE_BYTES = 6_000_000
const STAGE_MS = 300
const SAMPLE_MS = 20

const STAGES: Readonly<Record<string, string | Buffer>> = {
  'face-detector': JSON.stringify({ faces: [{ box: [10, 10, 50, 60], score: 0.9, landmarks: [] }] }),
  'face-encoder': JSON.stringify({ embedding: [1, 0], model: 'made-up@1' }),
  'face-swapper': Buffer.alloc(PICTURE_BYTES),
}

const gateway = createServer(async (request, response) => {
  request.resume()
  await once(request, 'end')
  await sleep(STAGE_MS)
  const answer = STAGES[new URL(request.url ?? '', 'http://x').pathname.replace('/function/', '')]
  const marked = { 'content-type': 'image/jpeg', 'x-vouch-provenance': 'compositeWithTrainedAlgorithmicMedia' }
  response.writeHead(200, typeof answer === 'string' ? { 'content-type': 'application/json' } : marked).end(answer)
})

function makeForm(): FormData {
  const form = new FormData()
  for (const part of ['source', 'target']) form.set(part, new Blob([Buffer.alloc(PICTURE_BYTES)]), part)
  return form
}

async function send(url: string): Promise<number> {
  const response = await fetch(url, { method: 'POST', body: makeForm() })
  await response.arrayBuffer()
  return response.status
}

/** @returns its address when it is ready, and what ends it */
async function startFusion(gatewayUrl: string) {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-bench-'))
  const [port, metricsPort] = await findFreePorts(2)
  const { MAX_CONCURRENCY, MAX_QUEUE } = process.env
  const child = spawn(process.execPath, ['template/node18/index.js', 'functions/face-fusion'], {
    cwd: DIST,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...{ MAX_CONCURRENCY, MAX_QUEUE, OPENFAAS_URL: gatewayUrl, TMPDIR: folder },
      ...{ http_port: `${port}`, METRICS_PORT: `${metricsPort}` },
    },
  })
  const url = `http://127.0.0.1:${port}`
  while (!(await fetch(`${url}/readyz`).catch(() => undefined))?.ok) await sleep(SAMPLE_MS)
  const end = async () => {
    child.kill('SIGKILL')
    await once(child, 'close')
    rmSync(folder, { recursive: true })
  }
  return { url, pid: child.pid, end }
}

/** A client that is cut off while it sends counts as one that is not answered. */
async function askInTurn(url: string): Promise<number[]> {
  const statuses: number[] = []
  for (let request = 0; request < REQUESTS; request++) statuses.push(await send(url).catch(() => 0))
  return statuses
}

async function measure(clients: number, gatewayUrl: string): Promise<void> {
  const { url, pid, end } = await startFusion(gatewayUrl)
  const idleMb = readRssMb(pid)
  let mostMb = 0
  const sampler = setInterval(() => {
    mostMb = Math.max(mostMb, readRssMb(pid))
  }, SAMPLE_MS)
  const statuses = (await Promise.all(Array.from({ length: clients }, () => askInTurn(url)))).flat()
  clearInterval(sampler)
  await end()
  const good = statuses.filter((status) => status === 200).length
  console.log(`| ${clients} | ${good} of ${statuses.length} | ${idleMb.toFixed(0)} | ${mostMb.toFixed(0)} |`)
}

async function main(): Promise<void> {
  gateway.listen(0, '127.0.0.1')
  await once(gateway, 'listening')
  console.log('| clients | answers that are 200 | idle, MB | most meanwhile, MB |\n|---|---|---|---|')
  for (const clients of CLIENTS) await measure(clients, `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`)
  gateway.closeAllConnections()
  gateway.close()
}

void main()
