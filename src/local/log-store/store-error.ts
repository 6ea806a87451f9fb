/** An answer that is not a success: its status and its plain text, worded as Loki words them. */
export class StoreError extends Error {
  readonly status: number
  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
  }
}
