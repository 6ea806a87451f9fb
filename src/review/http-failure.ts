/** What Octokit throws for a call that failed, reduced to what is safe to look at: it also holds the request. */
export interface HttpFailure {
  /** null when there was no answer */
  readonly status: number | null
  readonly headers: Readonly<Record<string, string | number | undefined>>
  readonly message: string
  /** why there was no answer, e.g. ECONNREFUSED; empty when there was one */
  readonly cause: string
}

interface OctokitError {
  readonly status: number
  readonly response?: { readonly headers: HttpFailure['headers'] }
}

/** The failure in an error of Octokit's; null when it is another error. */
export function readHttpFailure(error: unknown): HttpFailure | null {
  if (!(error instanceof Error) || error.name !== 'HttpError') return null
  const { status, response } = error as Error & OctokitError
  if (response) return { status, headers: response.headers, message: error.message, cause: '' }
  return { status: null, headers: {}, message: error.message, cause: causeOf(error) }
}

function causeOf(error: Error): string {
  const causes = [error.cause, (error.cause as Error | undefined)?.cause] as (
    | { code?: unknown; name?: string }
    | undefined
  )[]
  if (causes.some((cause) => cause?.name === 'TimeoutError')) return 'time is up'
  return String(causes.map((cause) => cause?.code).find((code) => typeof code === 'string') ?? 'no connection')
}
