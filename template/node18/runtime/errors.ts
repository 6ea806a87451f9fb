import { toPrintable } from './printable.ts'
import { describeProblem, type ProblemFacts, type ProblemName } from './problems.ts'

const MAX_DETAIL_LENGTH = 400

interface FunctionErrorOptions extends ErrorOptions {
  /** What another function said of the problem, in place of the table's sentence. */
  readonly detail?: string | undefined
}

/** What every error of a function carries: the problem that the caller is told; the message is the problem's detail. */
export abstract class FunctionError extends Error {
  readonly code: ProblemName
  readonly facts: ProblemFacts

  constructor(code: ProblemName, facts: ProblemFacts = {}, options: FunctionErrorOptions = {}) {
    const { detail = describeProblem(code, facts) } = options
    super(toPrintable(detail, MAX_DETAIL_LENGTH), options)
    this.code = code
    this.facts = facts
  }

  override get name(): string {
    return this.constructor.name
  }
}

/** The request cannot be answered as it was sent. */
export class InputError extends FunctionError {}

/** The function cannot take or finish the request now: full, loading, or out of time. */
export class AvailabilityError extends FunctionError {}

/** The function itself failed, in a way that it names for the caller. */
export class InternalError extends FunctionError {}

/** The model cannot be found, trusted, loaded or run. The message names files by their base name alone. */
export class ModelError extends Error {
  readonly code = 'model-failed'

  override get name(): string {
    return 'ModelError'
  }
}

/** The handler's file does not keep the contract of its form. The message names no path. */
export class HandlerError extends Error {
  readonly code = 'handler-invalid'

  override get name(): string {
    return 'HandlerError'
  }
}

/** Environment variables that cannot be obeyed, one sentence each. */
export class ConfigurationError extends Error {
  readonly code = 'configuration'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join(' '))
    this.faults = faults
  }
}

/** Turns whatever was thrown into the error that the caller may see: the one table of class to problem (and so to status). */
export function toFunctionError(thrown: unknown): FunctionError {
  if (thrown instanceof FunctionError) return thrown
  return new InternalError(thrown instanceof ModelError ? 'model-failed' : 'internal-error', {}, { cause: thrown })
}
