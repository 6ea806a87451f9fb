import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { ModelError } from './errors.ts'
import type { ModelFiles, WeightsFile } from './model-spec.ts'
import { loadSession, type Session } from './session.ts'

/** A function's models, loaded for one thread. */
export interface LoadedModel {
  readonly version: string
  readonly labels: readonly string[]
  hasPart(name: string): boolean
  /**
   * @param part undefined for the main weights
   * @throws ModelError when there are none of that name
   */
  session(part: string | undefined): Session
}

/**
 * Loads the main weights and the parts of a model, one after the other: each load has its peak of memory.
 *
 * @throws ModelError when weights or labels cannot be loaded
 */
export async function loadModel(files: ModelFiles | undefined): Promise<LoadedModel> {
  const main = files && (await load(files.weights))
  const parts = new Map<string, Session>()
  for (const [name, weights] of Object.entries(files?.parts ?? {})) parts.set(name, await load(weights))
  return {
    version: files?.version ?? '',
    labels: files?.labelsPath === undefined ? [] : readLabels(files.labelsPath),
    hasPart: (name) => parts.has(name),
    session(part) {
      const session = part === undefined ? main : parts.get(part)
      if (session !== undefined) return session
      throw new ModelError(part === undefined ? 'The function has no model.json.' : `No part ${part} is loaded.`)
    },
  }
}

function load({ path, arena }: WeightsFile): Promise<Session> {
  return loadSession(path, { arena })
}

function readLabels(path: string): readonly string[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new ModelError(`${basename(path)} is not JSON.`, { cause })
  }
}
