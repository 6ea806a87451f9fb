interface Closer {
  readonly close: () => Promise<unknown>
  /** For what must not outlive this process even if it has to end at once. */
  readonly kill?: () => void
}

/** What has been started, to be ended in the opposite order. */
export class Closers {
  readonly #closers: Closer[] = []
  #closing: Promise<void> | undefined

  add(closer: Closer): void {
    this.#closers.unshift(closer)
  }

  /** Closes all, each once; one that fails does not keep the others open. @throws AggregateError of those that failed */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll()
    return this.#closing
  }

  kill(): void {
    for (const { kill } of this.#closers) kill?.()
  }

  async #closeAll(): Promise<void> {
    const failures: unknown[] = []
    for (let next = this.#closers[0]; next !== undefined; next = this.#closers[0]) {
      await next.close().catch((error) => failures.push(error))
      // Until here it can be killed.
      this.#closers.shift()
    }
    if (failures.length > 0) throw new AggregateError(failures, `Could not stop cleanly: ${failures.join('; ')}`)
  }
}
