/** A function's refusal, read from its problem+json, or what the gateway said in its place. */
export class FunctionCallError extends Error {
  override readonly name = 'FunctionCallError'
  readonly status: number
  /** The problem's stable type; undefined if the gateway answered. */
  readonly type: string | undefined

  constructor(status: number, message: string, type?: string) {
    super(message)
    this.status = status
    this.type = type
  }
}
