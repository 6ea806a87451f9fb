import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError } from '../errors.ts'

/** The nearest folder at or above `folder` that holds a stack.yml. @throws ConfigError if there is none */
export function findRoot(folder: string): string {
  if (existsSync(join(folder, 'stack.yml'))) return folder
  if (dirname(folder) === folder) throw new ConfigError('stack.yml is missing: start from the repository')
  return findRoot(dirname(folder))
}
