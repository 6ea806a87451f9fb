import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

export interface CommandResult {
  readonly exitCode: number | null
  readonly stdout: string
  /** stdout and stderr. */
  readonly said: string
}

/** Runs lines as a shell does that stops at the first that fails. */
export async function runCommands(
  lines: string,
  cwd: string,
  environment: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const child = spawn('bash', ['-e', '-c', lines], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', OPENFAAS_CONFIG: '/nowhere', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { exitCode, stdout, said: stdout + stderr }
}
