/** Deploys anew with the real faas-cli while clients call, and prints who answered and what was lost; after `npm run build`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Command } from 'commander'
import sharp from 'sharp'
import { createFunctionsClient } from '../src/client/functions-client.ts'
import { findRoot } from '../src/local/find-root.ts'
import { startPlatform } from '../src/local/platform.ts'

const [REQUESTS, CLIENTS] = [5000, 8]
const NAME = 'image-classifier'
/** After how many answers which version is deployed. */
const UPDATES = new Map([
  [1500, 'v2.0.0'],
  [3000, 'v3.0.0'],
])
const root = findRoot(__dirname)

async function main(): Promise<void> {
  const { faasCli } = new Command().requiredOption('--faas-cli <path>').parse().opts<{ faasCli: string }>()
  const local = { root, host: '127.0.0.1', port: 0, lokiPort: 0, environment: process.env, version: '0.0.0' }
  const platform = await startPlatform({ ...local, onNotice: console.error })
  try {
    await platform.deploy()
    const seen = await callAmidUpdates(platform.gatewayUrl, (version) => deploy(faasCli, platform.gatewayUrl, version))
    console.log('| answer | requests | first | last |\n|---|---|---|---|')
    for (const [what, { count, first, last }] of seen) console.log(`| ${what} | ${count} | ${first} | ${last} |`)
    if (seen.size !== UPDATES.size + 1 || [...seen.keys()].some((what) => !what.startsWith('200'))) process.exitCode = 1
  } finally {
    await platform.stop()
  }
}

interface Seen {
  count: number
  /** The place of an answer among all answers. */
  readonly first: number
  last: number
}

async function callAmidUpdates(
  gateway: string,
  update: (version: string) => Promise<void>,
): Promise<Map<string, Seen>> {
  const [seen, updates, photo] = [new Map<string, Seen>(), [] as Promise<void>[], await drawJpeg()]
  const { classify } = createFunctionsClient(gateway, CLIENTS)
  let [sent, answered] = [0, 0]
  const client = async () => {
    while (sent++ < REQUESTS) {
      const answer = await classify(photo).then(
        ({ model_version: version }) => `200, ${version}`,
        (error) => `${error.status ?? error.code}: ${error.message}`,
      )
      answered += 1
      const entry = seen.get(answer) ?? { count: 0, first: answered, last: answered }
      seen.set(answer, Object.assign(entry, { count: entry.count + 1, last: answered }))
      const version = UPDATES.get(answered)
      if (version !== undefined) updates.push(update(version))
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  await Promise.all(updates)
  return seen
}

/** A photo as the benchmarks send it: 640 x 480, 69 kB. */
function drawJpeg(): Promise<Buffer> {
  return sharp(join(root, 'photos', 'coffee.png'))
    .resize(640, 480)
    .jpeg({ quality: 88 })
    .toBuffer()
}

async function deploy(faasCli: string, gateway: string, version: string): Promise<void> {
  const args = ['deploy', '-f', join(root, 'stack.yml'), '--filter', NAME, '--env', `MODEL_VERSION=${version}`]
  const child = spawn(faasCli, args, { cwd: root, env: { ...process.env, OPENFAAS_URL: gateway } })
  child.stdin.end()
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  if (code !== 0) throw new Error(`faas-cli deploy failed: ${out}${err}`)
}

main().catch(({ message }) => {
  console.error(message)
  process.exitCode = 2
})
