import { QueryError } from '../errors.ts'

/** A query that is not LogQL, worded as Loki words it; a position of 0 means that no place is known. */
export function parseError(message: string, line = 0, column = 0): QueryError {
  const place = line === 0 ? ' ' : ` at line ${line}, col ${column}`
  return new QueryError(`parse error${place}: ${message}`)
}

/** LogQL that this evaluator cannot answer exactly. */
export function unsupported(construct: string): QueryError {
  return new QueryError(`unsupported by the embedded log store: ${construct} (use a real Loki)`)
}
