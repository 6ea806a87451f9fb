/** Runs the real faas-cli against the embedded platform and prints what was seen; after `npm run build`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { findRoot } from '../src/local/find-root.ts'
import { startPlatform } from '../src/local/platform.ts'
import { compareOwnFunction } from './compare-faas-cli/own-function.ts'
import { type Row, runFaasCli } from './compare-faas-cli/run-faas-cli.ts'

const NAME = 'image-classifier'
const root = findRoot(__dirname)
const photo = readFileSync(join(root, 'photos', 'coffee.png'))

/** What is typed, what the output must show, and standard input. */
const STEPS: readonly { args: string[]; shows: RegExp; input?: Buffer }[] = [
  { args: ['version', '--warn-update=false'], shows: /orchestration: local processes/ },
  { args: ['secret', 'create', 'key', '--from-literal=first'], shows: /Created/ },
  { args: ['secret', 'update', 'key', '--from-literal=second'], shows: /Updated/ },
  { args: ['secret', 'list'], shows: /key/ },
  { args: ['secret', 'remove', 'key'], shows: /Removed/ },
  { args: ['build', '--shrinkwrap', '-f', 'stack.yml'], shows: /shrink-wrapped/ },
  { args: ['deploy', '-f', 'stack.yml'], shows: /202 Accepted/ },
  { args: ['ready', NAME], shows: /is ready|Ready|✓/i },
  { args: ['list'], shows: /image-classifier\s+0\s+1/ },
  { args: ['invoke', NAME, '--content-type', 'image/png'], shows: /"class":"espresso"/, input: photo },
  { args: ['describe', NAME], shows: /Status:\s+Ready[\s\S]*Available Replicas:\s+1[\s\S]*Invocations:\s+1/ },
  { args: ['logs', NAME, '--tail=false', '--lines', '1'], shows: /inference_request/ },
  { args: ['deploy', '-f', 'stack.yml', '--label', 'revision=2'], shows: /202 Accepted/ },
  { args: ['remove', NAME], shows: /Removing/ },
  { args: ['list'], shows: /^Function\s+Invocations\s+Replicas(?![\s\S]*image-classifier)/ },
]

async function main(): Promise<void> {
  const { faasCli } = new Command().requiredOption('--faas-cli <path>').parse().opts<{ faasCli: string }>()
  const local = { root, host: '127.0.0.1', port: 0, lokiPort: 0, environment: process.env, version: '0.0.0' }
  const platform = await startPlatform({ ...local, onNotice: console.error })
  console.log('| command | exit code | as expected |\n|---|---|---|')
  for (const { args, shows, input } of STEPS) {
    const { code, said } = await runFaasCli(faasCli, args, { cwd: root, gateway: platform.gatewayUrl, input })
    print({ args, code, said, isExpected: code === 0 && shows.test(said) })
  }
  await platform.stop()
  for (const row of await compareOwnFunction(faasCli)) print(row)
}

function print({ args, code, said, isExpected }: Row): void {
  console.log(`| \`${args.join(' ')}\` | ${code} | ${isExpected ? 'yes' : 'no'} |`)
  if (isExpected) return
  process.exitCode = 1
  console.error(said)
}

main().catch(({ message }) => {
  console.error(message)
  process.exit(2)
})
