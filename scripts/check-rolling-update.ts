/** Deploys anew with the real faas-cli while clients call, and prints who answered and what was lost; after `npm run build`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Command } from 'commander'
import sharp from 'sharp'
import { findRoot } from '../src/local/find-root.ts'
import { startPlatform } from '../src/local/platform.ts'
import { callAmidUpdates } from './check-rolling-update/call-amid-updates.ts'

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
    const seen = await callAmidUpdates(platform.gatewayUrl, {
      photo: await drawJpeg(),
      updates: UPDATES,
      update: (version) => deploy(faasCli, platform.gatewayUrl, version),
    })
    console.log('| answer | requests | first | last |\n|---|---|---|---|')
    for (const [what, { count, first, last }] of seen) console.log(`| ${what} | ${count} | ${first} | ${last} |`)
    if (seen.size !== UPDATES.size + 1 || [...seen.keys()].some((what) => !what.startsWith('200'))) process.exitCode = 1
  } finally {
    await platform.stop()
  }
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
