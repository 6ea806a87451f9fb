import { AvailabilityError, type FunctionError, InputError } from './errors.ts'
import type { StageReply } from './function-call.ts'
import { PROBLEMS, readProblemName } from './problems.ts'

/** What a stage may blame on the request that our own caller sent; any other answer is the pipeline's fault. */
const FAULTS_OF_CALLERS: ReadonlySet<number> = new Set([400, 409, 413, 415, 422])

interface StageProblem {
  readonly type: string
  readonly detail: string
  /** Of the request that the stage got. */
  readonly part: string | undefined
}

/** Turns the answer of a stage that failed into the error that our caller sees: a known fault of the request stays what it is. */
export function toStageError(name: string, reply: StageReply): FunctionError {
  const { statusCode: status } = reply
  const problem = readProblem(reply)
  const code = readProblemName(problem?.type)
  const facts = { function: name, functionStatus: status }
  if (code !== undefined && FAULTS_OF_CALLERS.has(status) && PROBLEMS[code].status === status) {
    const part = problem?.part
    return new InputError(code, part === undefined ? facts : { ...facts, part }, { detail: problem?.detail })
  }
  return new AvailabilityError('stage-failed', { ...facts, outcome: `answered ${status}` })
}

/** A stage that asks to be called later than there is time for: handed on, with the time that it named. */
export function toBusyError(name: string, status: 429 | 503, pauseMs: number): FunctionError {
  const facts = { function: name, functionStatus: status, retryAfter: Math.ceil(pauseMs / 1000) }
  return new AvailabilityError(status === 429 ? 'stage-busy' : 'stage-unavailable', facts)
}

export function toUnreachableError(name: string, cause: unknown): FunctionError {
  return new AvailabilityError('stage-failed', { function: name, outcome: 'could not be reached' }, { cause })
}

/** A body that is no problem after all leaves the status to speak alone. */
function readProblem({ headers, body }: StageReply): StageProblem | undefined {
  if (!headers.get('content-type')?.startsWith('application/problem+json')) return undefined
  try {
    const { type, detail, part } = JSON.parse(body.toString('utf8'))
    return { type: String(type), detail: String(detail), part: typeof part === 'string' ? part : undefined }
  } catch {
    return undefined
  }
}
