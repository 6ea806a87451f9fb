import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { FunctionCommand } from '../provider/provider.ts'
import type { StackEntry } from '../stack-file.ts'

const NO_CODE = /\.(?:map|md)$|\.test\.ts$/

/**
 * What changes when any file below the folders is written, made or removed: cheap enough to be asked for often.
 * Packages, tests and documentation are left out.
 */
export function readSignature(folders: readonly string[]): string {
  return folders.flatMap(listCode).map(describeFile).join('\n')
}

/**
 * Tells one version of a function from another: what it runs, what it is deployed with, and the models that it names.
 * @param command of the function, as `findCommand` found it
 */
export function digestCode({ argv }: FunctionCommand, { deployment, handlerFolder }: StackEntry): string {
  const [, runtime = '', folder = ''] = argv
  const hash = createHash('sha256').update(JSON.stringify(deployment))
  for (const part of [dirname(runtime), folder])
    for (const path of listCode(part)) hash.update(`\0${relative(part, path)}\0`).update(readFileSync(path))
  for (const path of listModels(handlerFolder)) hash.update(describeFile(path))
  return hash.digest('hex')
}

function listCode(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && !NO_CODE.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((one) => (one.isDirectory() ? listCode(join(folder, one.name)) : join(folder, one.name)))
}

function describeFile(path: string): string {
  const { size, mtimeMs, ino } = statSync(path, { throwIfNoEntry: false }) ?? {}
  return `${path} ${size} ${mtimeMs} ${ino}`
}

/** The files of the nearest models/ at or above the handler that its model.json names anywhere. */
function listModels(handlerFolder: string): string[] {
  const spec = join(handlerFolder, 'model.json')
  const models = findModels(handlerFolder)
  if (models === undefined || !existsSync(spec)) return []
  const text = readFileSync(spec, 'utf8')
  return listCode(models).filter((path) => text.includes(JSON.stringify(relative(models, path))))
}

/** The nearest models/ at or above a folder, as the runtime looks for it. */
export function findModels(folder: string): string | undefined {
  const models = join(folder, 'models')
  if (existsSync(models)) return models
  return dirname(folder) === folder ? undefined : findModels(dirname(folder))
}
