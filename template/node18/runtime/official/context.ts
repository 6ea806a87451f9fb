/** What an official-style handler ended its request with. */
export interface Ending {
  readonly kind: 'succeed' | 'fail'
  readonly value: unknown
}

/**
 * The second argument of an official-style handler. The first ending counts; a later one is reported and lost, where the
 * official templates end the process.
 * Source: https://github.com/openfaas/templates (template/node18/index.js)
 */
export class HandlerContext {
  readonly #onEnd: (ending: Ending) => void
  #status: number | string = 200
  #headers: unknown = {}

  constructor(onEnd: (ending: Ending) => void) {
    this.#onEnd = onEnd
  }

  status(): number | string
  status(value: number | string): this
  status(value?: number | string): number | string | this {
    if (!value) return this.#status
    this.#status = value
    return this
  }

  headers(): unknown
  headers(values: object): this
  headers(values?: object): unknown {
    if (!values) return this.#headers
    this.#headers = values
    return this
  }

  succeed(value?: unknown): void {
    this.#onEnd({ kind: 'succeed', value })
  }

  fail(value?: unknown): void {
    if (Number(this.#status) === 200) this.#status = 500
    this.#onEnd({ kind: 'fail', value })
  }
}
