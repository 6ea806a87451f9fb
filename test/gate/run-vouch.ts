import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'

interface Run {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Setting {
  /** given as `--lines FILE` */
  readonly lines?: readonly object[]
  readonly env?: Readonly<Record<string, string>>
  readonly reports?: string
}

/** Runs the `vouch` command from source in a process of its own, with its reports in a folder that goes away. */
export async function runVouch(args: readonly string[], { lines, env, reports }: Setting = {}): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'vouch-test-'))
  try {
    const more = ['--reports', reports ?? join(folder, 'reports')]
    if (lines) {
      const file = join(folder, 'lines.jsonl')
      await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'))
      more.push('--lines', file)
    }
    return await runNode(['src/cli/vouch.ts', ...args, ...(args[0] === 'check' ? more : [])], env)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Runs a TypeScript entry point as the package's scripts do. */
export async function runNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const child = spawn(process.execPath, ['-C', 'vouch-source', '--require', 'ts-node/register', ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...env },
  })
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [stdout, stderr] = await Promise.all([buffer(child.stdout), buffer(child.stderr)])
  return { exitCode: await exit, stdout: stdout.toString(), stderr: stderr.toString() }
}
