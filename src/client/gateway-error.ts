/** What an OpenFaaS gateway refused or could not be asked, in one sentence. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
}
