import { ConfigError, TimeoutError, VouchError } from '../errors.ts'
import { rateLimitSeconds } from './github-retry.ts'
import { readHttpFailure } from './http-failure.ts'

const REFUSALS: Record<number, string> = {
  401: 'GitHub does not accept the token',
  403: 'GitHub does not let this token do it; it needs pull-requests: write, and contents: write for comments on commits',
  404: 'GitHub finds no such repository, commit, pull request or comment for this token',
  422: 'GitHub does not accept what was sent',
}

/**
 * A failed call in one sentence that names it. Nothing of the request's headers or of the answer is in it, and its
 * cause is the status alone.
 * @param call method and address
 */
export function describeFailure(error: unknown, call: string): unknown {
  const failure = readHttpFailure(error)
  if (failure === null) return error
  const cause = { status: failure.status }
  const seconds = rateLimitSeconds(failure)
  if (seconds !== null) return new TimeoutError(`GitHub's rate limit asks to wait ${seconds} s: ${call}`, { cause })
  if (failure.status === null) return new TimeoutError(`GitHub did not answer (${failure.cause}): ${call}`, { cause })
  if (failure.status >= 500) return new TimeoutError(`GitHub failed (${failure.status}): ${call}`, { cause })
  return new ConfigError(`${REFUSALS[failure.status] ?? 'GitHub refused'} (${failure.status}): ${call}`, { cause })
}

/** The status that GitHub answered to a call that failed; null when there is none. */
export function statusOf(error: unknown): number | null {
  return error instanceof VouchError ? ((error.cause as { status?: number | null } | undefined)?.status ?? null) : null
}
