import { InternalError, toFunctionError } from './errors.ts'
import { locateError } from './location.ts'
import { describeProblem, type ProblemFacts, type ProblemName } from './problems.ts'

/** A failed request as logs, spans and the caller may see it: plain data, which can cross threads. */
export interface Failure {
  readonly code: ProblemName
  /** The class of the error. */
  readonly type: string
  /** The problem's detail, never the text of a foreign exception. */
  readonly message: string
  readonly facts: ProblemFacts
  readonly location: string | undefined
}

/** @param folder the handler's folder, absolute */
export function describeFailure(thrown: unknown, folder: string): Failure {
  const error = toFunctionError(thrown)
  const origin = error instanceof InternalError && error.cause instanceof Error ? error.cause : error
  const { code, message, facts } = error
  return { code, type: origin.name, message, facts, location: locateError(origin, folder) }
}

/** A status that an official-style handler chose, told by nothing but itself. */
export function describeHandlerAnswer(status: number): Failure {
  const facts = { status }
  const code = 'handler-failed'
  return { code, type: 'HandlerAnswer', message: describeProblem(code, facts), facts, location: undefined }
}
