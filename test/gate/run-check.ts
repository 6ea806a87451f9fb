import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Outcome, runVouch } from '../cli/run-vouch.ts'

interface Setting {
  /** given as `--lines FILE` */
  readonly lines?: readonly object[]
  /** Where the reports go; without it, to a folder that goes away. */
  readonly reports?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs `vouch check`. */
export async function runCheck(args: readonly string[], { lines, reports, env }: Setting = {}): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'vouch-test-'))
  try {
    const more = ['--reports', reports ?? join(folder, 'reports')]
    if (lines) {
      const file = join(folder, 'lines.jsonl')
      await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'))
      more.push('--lines', file)
    }
    return await runVouch(['check', ...args, ...more], env)
  } finally {
    await rm(folder, { recursive: true })
  }
}
