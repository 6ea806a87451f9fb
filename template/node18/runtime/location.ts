import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, relative } from 'node:path'

const RUNTIME_PARENT = dirname(__dirname)
const FRAME = /\(?((?:file:\/\/)?\/[^():]+):(\d+):(\d+)\)?$/

const sourceMaps = new Map<string, SourceMap | undefined>()

/**
 * Finds where in our own code an error was thrown, from its stack; in compiled code, by the source map beside it.
 *
 * @param folder the handler's folder, absolute
 * @returns `handler.ts:12` or `runtime/image.ts:40`, never a path of the machine; undefined when no frame is ours
 */
export function locateError(error: Error, folder: string): string | undefined {
  for (const frame of (error.stack ?? '').split('\n')) {
    const [, path, line, column] = FRAME.exec(frame.trim()) ?? []
    const file = path?.replace('file://', '')
    if (file === undefined || file.includes('/node_modules/')) continue
    const root = [folder, RUNTIME_PARENT].find((root) => file.startsWith(`${root}/`))
    if (root !== undefined) return nameSource(file, relative(root, file), Number(line), Number(column))
  }
  return undefined
}

/** The place in TypeScript that a place in a compiled file was made from. */
function nameSource(file: string, name: string, line: number, column: number): string {
  const entry = findSourceMap(file)?.findEntry(line - 1, column - 1)
  if (entry === undefined || !('originalLine' in entry)) return `${name}:${line}`
  return `${name.replace(/\.js$/, '.ts')}:${entry.originalLine + 1}`
}

function findSourceMap(file: string): SourceMap | undefined {
  if (!sourceMaps.has(file)) {
    const path = `${file}.map`
    const text = file.endsWith('.js') && existsSync(path) ? readFileSync(path, 'utf8') : undefined
    sourceMaps.set(file, text === undefined ? undefined : new SourceMap(JSON.parse(text)))
  }
  return sourceMaps.get(file)
}
