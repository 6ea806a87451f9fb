/** What an OpenFaaS gateway refused or could not be asked, in one sentence. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  /** What stands behind it, where there is a word for it: ECONNREFUSED, ECONNRESET, TIMEOUT. */
  readonly code: string | undefined

  constructor(message: string, { code, ...options }: ErrorOptions & { readonly code?: string | undefined } = {}) {
    super(message, options)
    this.code = code
  }
}
