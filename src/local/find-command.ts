import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ApiError } from './api-error.ts'
import type { FunctionCommand } from './provider/provider.ts'
import { readStack } from './stack-file.ts'

const RUNTIME = join('template', 'node18', 'index')

/**
 * Finds the program of a service: its handler if stack.yml names it, else what `faas-cli build --shrinkwrap` left in
 * build/NAME. The stack file is read anew each time, so that a function can be added while the platform runs.
 * @param revision a folder that `buildRevision` filled, which holds the code of stack.yml's functions instead of dist/
 * @throws ApiError 400 if there is neither, or stack.yml's has not been compiled
 */
export function findCommand(root: string, service: string, revision?: string): FunctionCommand {
  const handler = readStack(join(root, 'stack.yml'), process.env).get(service)?.handlerFolder
  if (handler !== undefined) return compiledCommand(root, relative(root, handler), revision)
  const entry = join(root, 'build', service, 'index.ts')
  if (existsSync(entry)) return shrinkwrapCommand(root, entry)
  throw new ApiError(
    400,
    `Service ${service} has no code here: stack.yml does not name it, and build/${service} is missing`,
  )
}

/** Ours is compiled to dist/; an official-style handler, told by its own package.json, runs as it stands. */
function compiledCommand(root: string, handler: string, revision: string | undefined): FunctionCommand {
  const compiled = revision ?? join(root, 'dist')
  const runtime = join(compiled, `${RUNTIME}.js`)
  const folder = join(revision === undefined && isOfficial(join(root, handler)) ? root : compiled, handler)
  for (const path of [runtime, folder])
    if (!existsSync(path)) throw new ApiError(400, `${relative(root, path)} is missing; make it with: npm run build`)
  return { argv: [process.execPath, runtime, folder], workingFolder: root }
}

/** Whether a handler folder is as OpenFaaS's official Node template wants it. */
export function isOfficial(handlerFolder: string): boolean {
  return existsSync(join(handlerFolder, 'package.json'))
}

/** A build folder holds TypeScript; the packages that it imports are found in the repository around it. */
function shrinkwrapCommand(root: string, entry: string): FunctionCommand {
  return {
    argv: [process.execPath, '-C', 'vouch-source', '--require', 'ts-node/register', entry],
    workingFolder: root,
    environment: { TS_NODE_PROJECT: join(root, 'tsconfig.json') },
  }
}
