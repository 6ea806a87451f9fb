import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTrace, type Trace } from '../../src/client/trace-client.ts'
import { send, startTestPlatform, type TestPlatform, waitFor } from '../local/harness.ts'

const ROOT = join(__dirname, '..', '..')
const RUNTIME = join(ROOT, 'template', 'node18', 'index.ts')
export const SERVICES = ['face-detector', 'face-encoder', 'face-fusion', 'face-swapper']

/** The four functions from their sources on the embedded platform. */
export async function startPipeline(maxWorkers = 1): Promise<TestPlatform> {
  const platform = await startTestPlatform({
    environment: { PATH: process.env['PATH'] },
    readyWaitMs: 60_000,
    findCommand: (service) => ({
      argv: [
        process.execPath,
        '-C',
        'vouch-source',
        '--require',
        'ts-node/register',
        RUNTIME,
        join('functions', service),
      ],
      workingFolder: ROOT,
    }),
  })
  try {
    const one = { handler: './x', image: 'x', environment: { MAX_WORKERS: String(maxWorkers) } }
    const functions = Object.fromEntries(SERVICES.map((service) => [service, one]))
    writeFileSync(join(platform.folder, 'stack.yml'), JSON.stringify({ provider: { name: 'openfaas' }, functions }))
    await platform.deploy()
    return platform
  } catch (error) {
    await platform.end()
    throw error
  }
}

/** Asks face-fusion to lay the face of one photo of the project over that of another. */
export function fuse({ gatewayUrl }: TestPlatform, photos: { source: string; target: string }, callId = '') {
  const form = new FormData()
  for (const [part, photo] of Object.entries(photos)) {
    form.set(part, new Blob([readFileSync(join(ROOT, 'photos', photo))]), photo)
  }
  return fetch(`${gatewayUrl}/function/face-fusion`, { method: 'POST', body: form, headers: { 'x-call-id': callId } })
}

/** Waits for the trace of a request until the spans of every service have arrived, and each call has led to one of them. */
export async function waitForTrace({ tracesUrl = '' }: TestPlatform, id: string): Promise<Trace> {
  let trace: Trace | undefined
  await waitFor(async () => {
    trace = await readTrace(tracesUrl, id)
    return trace !== undefined && isWhole(trace)
  })
  return trace as Trace
}

function isWhole({ spans, processes }: Trace): boolean {
  const parents = new Set(spans.flatMap(({ references }) => references.map(({ spanID }) => spanID)))
  const calls = spans.filter(({ operationName }) => operationName.startsWith('call '))
  return Object.keys(processes).length >= SERVICES.length && calls.every(({ spanID }) => parents.has(spanID))
}

/** How many calls of a function the gateway has begun. */
export async function countBegun({ metricsUrl }: TestPlatform, service: string): Promise<number> {
  const { text } = await send(metricsUrl, 'GET')
  const series = `gateway_function_invocation_started{function_name="${service}.openfaas-fn"} `
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(series))
      ?.slice(series.length) ?? 0,
  )
}
