import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const ROOT = join(__dirname, '..', '..')
const VOUCH = ['-C', 'vouch-source', '--require', 'ts-node/register', join(ROOT, 'src', 'cli', 'vouch.ts')]

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Starts the command line from its sources; OPENFAAS_CONFIG is a folder that is not there unless it is given. */
export function startVouch(args: readonly string[], environment: Record<string, string> = {}) {
  return spawn(process.execPath, [...VOUCH, ...args], {
    cwd: ROOT,
    env: { ...process.env, OPENFAAS_CONFIG: '/nowhere', ...environment },
  })
}

/** Runs it to its end. */
export async function runVouch(
  args: readonly string[],
  environment: Record<string, string> = {},
  input = '',
): Promise<Outcome> {
  const child = startVouch(args, environment)
  child.stdin.end(input)
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, stdout, stderr }
}
