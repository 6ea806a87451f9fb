import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../errors.ts'
import type { EvaluationRecord } from '../verdict/evaluation.ts'
import { evaluationSchema } from './evaluation-schema.ts'

const MAX_BYTES = 5 * 1024 * 1024

/**
 * Reads verdicts.json of a reports folder. It may be an artifact of another job, so it is untrusted data:
 * bounded in size, checked in shape.
 * @throws {ConfigError} when it is missing, too large, or not of the shape
 */
export function readEvaluation(folder: string): EvaluationRecord {
  const path = join(folder, 'verdicts.json')
  const parsed = evaluationSchema.safeParse(parseJson(path, readBounded(path)))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = issue?.path.map(String).join('.') || 'the whole'
  throw new ConfigError(`Expected verdicts as Vouch writes them in ${path} but ${place} is wrong: ${issue?.message}`)
}

function readBounded(path: string): string {
  try {
    const { size } = statSync(path)
    if (size <= MAX_BYTES) return readFileSync(path, 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
    throw new ConfigError(
      `Expected the verdicts of a run in ${path} but could not read it (${code}); run the check first`,
      { cause },
    )
  }
  throw new ConfigError(`Expected at most ${MAX_BYTES} bytes in ${path} but received more`)
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ConfigError(`Expected JSON in ${path} but received something else`, { cause })
  }
}
