import { VouchError } from '../errors.ts'

/** What a caller of the REST API is told: an HTTP status and one sentence. */
export class ApiError extends VouchError {
  readonly code = 'api'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}
