#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { GatewayError } from '../client/gateway-error.ts'
import { TraceClientError } from '../client/trace-client.ts'
import { VouchError } from '../errors.ts'
import { checkCommand } from './check.ts'
import { commentCommand } from './comment.ts'
import { facesCommand } from './faces.ts'
import { invokeCommand } from './invoke.ts'
import { logsCommand } from './logs.ts'
import { packageFolder } from './package-folder.ts'
import { statusCommand } from './status.ts'
import { traceCommand } from './trace.ts'

const COULD_NOT_RUN = 2

async function main(): Promise<void> {
  const program = new Command('vouch')
    .description('Production contracts in Gherkin, judged against what production really logged')
    .version(readVersion())
    .exitOverride()
    .addCommand(checkCommand().exitOverride())
    .addCommand(commentCommand().exitOverride())
    .addCommand(facesCommand().exitOverride())
    .addCommand(invokeCommand().exitOverride())
    .addCommand(logsCommand().exitOverride())
    .addCommand(statusCommand().exitOverride())
    .addCommand(traceCommand().exitOverride())
  try {
    await program.parseAsync()
  } catch (error) {
    process.exitCode = explain(error)
  }
}

function readVersion(): string {
  return JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')).version
}

/** One sentence for what went wrong; the exit code says that nothing was judged. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : COULD_NOT_RUN
  const isTold = [VouchError, GatewayError, TraceClientError].some((known) => error instanceof known)
  if (isTold) process.stderr.write(`vouch: ${(error as Error).message}\n`)
  else console.error(error)
  return COULD_NOT_RUN
}

void main()
