import { InputError } from './errors.ts'
import type { Part } from './multipart.ts'
import type { ProblemName } from './problems.ts'

/**
 * Reads a part that holds JSON.
 *
 * @param problem what the caller is told of one that does not; nothing of the text is in it
 * @throws InputError of that problem
 */
export function parseJson({ name, bytes }: Part, problem: ProblemName): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    // without the parser's error: it quotes the text
    throw new InputError(problem, { part: name, name, expected: 'JSON', received: 'what is none' })
  }
}

/**
 * Names the kind of a JSON value in place of the value, which is the caller's own.
 *
 * @example describeKind([1, 2, 3]) // 'a list of 3'
 */
export function describeKind(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return 'text'
  return typeof value === 'number' ? 'a number' : 'true or false'
}
