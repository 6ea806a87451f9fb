import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

export interface Setting {
  /** Where it is typed. */
  readonly cwd: string
  readonly gateway: string
  readonly input?: Buffer | undefined
}

/** One row of the comparison; `said` explains one that is not as expected. */
export interface Row {
  readonly args: readonly string[]
  readonly code: number
  readonly isExpected: boolean
  readonly said: string
}

/** Runs faas-cli to its end. */
export async function runFaasCli(program: string, args: readonly string[], { cwd, gateway, input }: Setting) {
  const child = spawn(program, args, { cwd, env: { ...process.env, OPENFAAS_URL: gateway } })
  child.stdin.end(input)
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: code as number, said: `${out}${err}`.trim() }
}
