/** Runs the real of-watchdog in front of the compiled runtime and prints, as a table, what was seen; after `npm run build`. */
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { findRoot } from '../src/local/find-root.ts'
import { childChecks } from './check-watchdog/child-checks.ts'
import { PHOTO_CHECKS } from './check-watchdog/photo-checks.ts'
import type { Check } from './check-watchdog/row.ts'
import { SLEEPY_CHECKS, writeSleepyHandler } from './check-watchdog/sleepy-checks.ts'
import { Watchdog } from './check-watchdog/watchdog.ts'

const root = findRoot(__dirname)

async function main(): Promise<void> {
  const { ofWatchdog } = new Command()
    .requiredOption('--of-watchdog <path>', 'the program, built of its source or taken from its image')
    .parse()
    .opts<{ ofWatchdog: string }>()
  try {
    accessSync(ofWatchdog, constants.X_OK)
  } catch (cause) {
    throw new Error(`Expected a program for --of-watchdog but received ${ofWatchdog}`, { cause })
  }
  const folder = mkdtempSync(join(tmpdir(), 'vouch-watchdog-'))
  try {
    console.log('| what | seen | as expected |\n|---|---|---|')
    await run(ofWatchdog, join(root, 'dist', 'functions', 'image-classifier'), PHOTO_CHECKS)
    await run(ofWatchdog, writeSleepyHandler(folder), SLEEPY_CHECKS)
    await run(ofWatchdog, folder, childChecks(folder))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function run(program: string, handler: string, checks: readonly Check[]): Promise<void> {
  for (const { env, look } of checks) {
    const watchdog = await Watchdog.start(program, root, handler, env)
    try {
      for (const { what, seen, ok } of await look(watchdog)) {
        console.log(`| ${what} | ${seen} | ${ok ? 'yes' : 'no'} |`)
        if (!ok) process.exitCode = 1
      }
    } finally {
      await watchdog.remove()
    }
  }
}

main().catch(({ message }) => {
  console.error(message)
  process.exitCode = 2
})
