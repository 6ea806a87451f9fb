import { pathToFileURL } from 'node:url'
import { HandlerError } from '../errors.ts'
import type { HandlerContext } from './context.ts'
import type { HandlerEvent } from './event.ts'

export type Callback = (error: unknown, value?: unknown) => void
export type OfficialHandler = (event: HandlerEvent, context: HandlerContext, callback: Callback) => unknown

/**
 * Loads an official-style handler: `handler.js`, CommonJS or an ES module, exported as `module.exports` or as default. Its
 * dependencies are those of its own package.json, found in its own node_modules.
 *
 * @param folder absolute
 * @throws HandlerError when it exports no function, or whatever its code throws
 */
export async function loadOfficialHandler(folder: string): Promise<OfficialHandler> {
  const loaded = await importModule(require.resolve(`${folder}/handler`))
  const handler = readDefault(readDefault(loaded))
  if (typeof handler === 'function') return handler as OfficialHandler
  throw new HandlerError('The handler exports no function: neither module.exports nor a default export is one.')
}

async function importModule(path: string): Promise<unknown> {
  try {
    return require(path)
  } catch (error) {
    const { code } = error as { code?: string }
    if (code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error // a module with an await at its top cannot be required
    return await import(pathToFileURL(path).href)
  }
}

function readDefault(value: unknown): unknown {
  const isWrapped = typeof value === 'object' && value !== null && 'default' in value
  return isWrapped ? value.default : value
}
