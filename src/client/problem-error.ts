import { text } from 'node:stream/consumers'
import type { FunctionAnswer } from './call-function.ts'
import { readAnswer } from './read-answer.ts'

/** What a function, or the gateway in its place, refused or could not do. */
export interface Problem {
  /** As it was called. */
  readonly functionName: string
  readonly status: number
  /** Stable, to be compared; `about:blank` where only the status tells. */
  readonly type: string
  readonly title: string
  readonly detail: string | undefined
  /** Of the function's log line. */
  readonly requestId: string | undefined
  /** The part of the form that is to blame. */
  readonly part: string | undefined
  /** The function that failed, where the one that was called had others work for it. */
  readonly stage: string | undefined
}

/**
 * An answer that is no success, read from its problem+json.
 * Source: RFC 9457.
 */
export class ProblemError extends Error implements Problem {
  override readonly name = 'ProblemError'
  declare readonly functionName: string
  declare readonly status: number
  declare readonly type: string
  declare readonly title: string
  declare readonly detail: string | undefined
  declare readonly requestId: string | undefined
  declare readonly part: string | undefined
  declare readonly stage: string | undefined

  constructor(problem: Problem) {
    const words = problem.detail ?? problem.title
    super(`${problem.functionName} answered ${problem.status}${words === '' ? '' : `: ${words}`}`)
    Object.assign(this, problem)
  }
}

/** Reads an answer to its end. One that is no problem+json, as the gateway's own, has its text for a title. */
export async function readProblem(answer: FunctionAnswer): Promise<ProblemError> {
  const said = await readAnswer(answer, text)
  const members = parseMembers(said)
  const word = (name: string) => (typeof members?.[name] === 'string' ? members[name] : undefined)
  return new ProblemError({
    functionName: answer.functionName,
    status: answer.status,
    type: word('type') ?? 'about:blank',
    title: word('title') ?? (members === undefined ? said.trim() : ''),
    detail: word('detail'),
    requestId: word('request_id') ?? answer.callId,
    part: word('part'),
    stage: word('function'),
  })
}

function parseMembers(said: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(said)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    // Plain text, as a gateway writes it.
    return undefined
  }
}
