/** Run while the image is built: deletes weights and native libraries that this image cannot use. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { listModelFiles, readModelSpec } from './runtime/model-spec.ts'

/**
 * Keeps, in the folder of the image, only the weights that the function's model.json names, and of onnxruntime only the
 * libraries of one platform.
 *
 * @param root where index.js, function/ and node_modules/ lie
 * @param platform such as `linux/x64`
 */
export function pruneImage(root: string, platform = `${process.platform}/${process.arch}`): void {
  const spec = join(root, 'function/model.json')
  const named = existsSync(spec) ? listModelFiles(readModelSpec(spec)) : []
  keepOnly(join(root, 'function/models'), named)
  const [system = '', processor = ''] = platform.split('/')
  const libraries = join(root, 'node_modules/onnxruntime-node/bin')
  for (const version of list(libraries)) {
    keepOnly(join(libraries, version), [system])
    keepOnly(join(libraries, version, system), [processor])
  }
}

function keepOnly(folder: string, names: readonly string[]): void {
  for (const name of list(folder)) {
    if (!names.includes(name)) rmSync(join(folder, name), { recursive: true })
  }
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

if (require.main === module) pruneImage(__dirname)
