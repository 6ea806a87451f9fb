import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const ROOT = join(__dirname, '..', '..')
const FROM_SOURCE = ['-C', 'vouch-source', '--require', 'ts-node/register']
const VOUCH = join('src', 'cli', 'vouch.ts')

type Environment = Readonly<Record<string, string>>

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Starts an entry point from source, in the repository. Of the environment around the tests it sees nothing that could
 * point it elsewhere; OPENFAAS_CONFIG is a folder that is not there unless it is given.
 */
function startNode(args: readonly string[], environment: Environment) {
  const { PATH, HOME } = process.env
  return spawn(process.execPath, [...FROM_SOURCE, ...args], {
    cwd: ROOT,
    env: { PATH, HOME, NO_COLOR: '1', OPENFAAS_CONFIG: '/nowhere', ...environment },
  })
}

/** Runs an entry point to its end. */
export async function runNode(args: readonly string[], environment: Environment = {}, input = ''): Promise<Outcome> {
  const child = startNode(args, environment)
  child.stdin.end(input)
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, stdout, stderr }
}

/** Starts the command line. */
export function startVouch(args: readonly string[], environment: Environment = {}) {
  return startNode([VOUCH, ...args], environment)
}

/** Runs the command line to its end. */
export function runVouch(args: readonly string[], environment?: Environment, input?: string): Promise<Outcome> {
  return runNode([VOUCH, ...args], environment, input)
}
