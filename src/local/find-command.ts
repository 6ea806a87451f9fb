import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ApiError } from './api-error.ts'
import type { FunctionCommand } from './provider/provider.ts'
import { readStack } from './stack-file.ts'

const RUNTIME = join('template', 'node18', 'index')

/**
 * Finds the program of a service: its handler if stack.yml names it, else what `faas-cli build --shrinkwrap` left in
 * build/NAME. The stack file is read anew each time, so that a function can be added while the platform runs.
 * @throws ApiError 400 if there is neither, or stack.yml's has not been compiled
 */
export function findCommand(root: string, service: string): FunctionCommand {
  const handler = readStack(join(root, 'stack.yml'), process.env).get(service)?.handlerFolder
  if (handler !== undefined) return compiledCommand(root, relative(root, handler))
  const entry = join(root, 'build', service, 'index.ts')
  if (existsSync(entry)) return shrinkwrapCommand(root, entry)
  throw new ApiError(
    400,
    `Service ${service} has no code here: stack.yml does not name it, and build/${service} is missing`,
  )
}

/** Ours is compiled to dist/; an official-style handler, told by its own package.json, runs as it stands. */
function compiledCommand(root: string, handler: string): FunctionCommand {
  const runtime = join(root, 'dist', `${RUNTIME}.js`)
  const isOfficial = existsSync(join(root, handler, 'package.json'))
  const folder = isOfficial ? join(root, handler) : join(root, 'dist', handler)
  for (const path of [runtime, folder])
    if (!existsSync(path)) throw new ApiError(400, `${relative(root, path)} is missing; make it with: npm run build`)
  return { argv: [process.execPath, runtime, folder], workingFolder: root }
}

/** A build folder holds TypeScript; the packages that it imports are found in the repository around it. */
function shrinkwrapCommand(root: string, entry: string): FunctionCommand {
  return {
    argv: [process.execPath, '-C', 'vouch-source', '--require', 'ts-node/register', entry],
    workingFolder: root,
    environment: { TS_NODE_PROJECT: join(root, 'tsconfig.json') },
  }
}
