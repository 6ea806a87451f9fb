import { dirname, relative } from 'node:path'

const RUNTIME_PARENT = dirname(__dirname)
const FRAME = /\(?((?:file:\/\/)?\/[^():]+):(\d+):\d+\)?$/

/**
 * Finds where in our own code an error was thrown, from its stack.
 *
 * @param folder the handler's folder, absolute
 * @returns `handler.ts:12` or `runtime/image.ts:40`, never a path of the machine; undefined when no frame is ours
 */
export function locateError(error: Error, folder: string): string | undefined {
  for (const frame of (error.stack ?? '').split('\n')) {
    const match = FRAME.exec(frame.trim())
    const file = match?.[1]?.replace('file://', '')
    if (file === undefined || file.includes('/node_modules/')) continue
    const root = [folder, RUNTIME_PARENT].find((root) => file.startsWith(`${root}/`))
    if (root !== undefined) return `${relative(root, file)}:${match?.[2]}`
  }
  return undefined
}
