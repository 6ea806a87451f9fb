import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hasModel } from './model-spec.ts'

/** `vouch`: `handler.ts` with a default export of the type Handler. `official`: the contract of OpenFaaS's own Node templates. */
export type HandlerForm = 'vouch' | 'official'

/**
 * Tells which contract a handler keeps, before it is loaded: a folder with a package.json of its own holds an official-style
 * handler (the official templates require that file, and `#runtime/...` cannot be imported past it), any other one of ours.
 *
 * @param folder the handler's folder, absolute
 */
export function findHandlerForm(folder: string): HandlerForm {
  return existsSync(join(folder, 'package.json')) ? 'official' : 'vouch'
}

/**
 * Tells whether one worker may serve many requests at once: an official-style handler, whose module keeps its state, or one of
 * ours without a model, which has no native run to wait for.
 */
export function servesMany(form: HandlerForm, folder: string): boolean {
  return form === 'official' || !hasModel(folder)
}
