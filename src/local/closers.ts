export interface Closer {
  readonly close: () => Promise<unknown>
  /** For what must not outlive this process even if it has to end at once. */
  readonly kill?: () => void
}

/** What has been started, to be ended in the opposite order. */
export class Closers {
  readonly #closers: Closer[] = []

  add(closer: Closer): void {
    this.#closers.unshift(closer)
  }

  /** Closes all, each once; one that fails does not keep the others open. @throws AggregateError of those that failed */
  async close(): Promise<void> {
    const failures: unknown[] = []
    for (let next = this.#closers.shift(); next !== undefined; next = this.#closers.shift())
      await next.close().catch((error) => failures.push(error))
    if (failures.length > 0) throw new AggregateError(failures, `Could not stop cleanly: ${failures.join('; ')}`)
  }

  kill(): void {
    for (const { kill } of this.#closers) kill?.()
  }
}
