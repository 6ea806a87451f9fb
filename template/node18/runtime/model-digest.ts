import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ModelError } from './errors.ts'
import type { ModelFiles, WeightsFile } from './model-spec.ts'

const DIGEST_PREFIX_LENGTH = 12
/** Of 64 KiB each, the usual size, reading takes longer than hashing. */
const CHUNK_BYTES = 1024 * 1024

/**
 * Checks all weights of a function against the sha256 that model.json names.
 *
 * @returns the first 12 hex digits of the main weights' sha256
 * @throws ModelError when they differ, or cannot be read
 */
export async function verifyModel({ weights, parts }: ModelFiles): Promise<string> {
  const [digest] = await Promise.all([weights, ...Object.values(parts)].map(verifyWeights))
  return (digest as string).slice(0, DIGEST_PREFIX_LENGTH)
}

async function verifyWeights({ path, sha256 }: WeightsFile): Promise<string> {
  const digest = await hashFile(path)
  if (sha256 !== undefined && digest !== sha256) {
    throw new ModelError(`${basename(path)} does not have the sha256 that model.json names.`)
  }
  return digest
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), hash)
  } catch (cause) {
    throw new ModelError(`${basename(path)} cannot be read.`, { cause })
  }
  return hash.digest('hex')
}
