import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ModelError } from './errors.ts'
import type { ModelFiles } from './model-spec.ts'

const DIGEST_PREFIX_LENGTH = 12

/**
 * Checks the weights against the sha256 that model.json names.
 *
 * @returns the first 12 hex digits of the weights' sha256
 * @throws ModelError when they differ, or cannot be read
 */
export async function verifyWeights(files: ModelFiles): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(files.weightsPath), hash)
  } catch (cause) {
    throw new ModelError(`${basename(files.weightsPath)} cannot be read.`, { cause })
  }
  const digest = hash.digest('hex')
  if (files.sha256 !== undefined && digest !== files.sha256) {
    throw new ModelError(`${basename(files.weightsPath)} does not have the sha256 that model.json names.`)
  }
  return digest.slice(0, DIGEST_PREFIX_LENGTH)
}
