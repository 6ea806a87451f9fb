/** What every error of the gate carries: a stable `code` beside its message, and its `cause`. */
export abstract class VouchError extends Error {
  abstract readonly code: string
  override get name(): string {
    return this.constructor.name
  }
}

/** A wrong feature, option, catalogue or environment: the gate cannot run (exit code 2). */
export class ConfigError extends VouchError {
  readonly code = 'config'
}

/** A query that cannot be parsed or that this evaluator cannot answer exactly. */
export class QueryError extends VouchError {
  readonly code = 'query'
}

/** A log source that did not answer, or answered what cannot be used: the verdict becomes INVALID. */
export class LogSourceError extends VouchError {
  readonly code = 'log-source'
}

/** Something that did not happen in time. */
export class TimeoutError extends VouchError {
  readonly code = 'timeout'
}
