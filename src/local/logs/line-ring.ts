/** OpenFaaS's log message. */
export interface LogMessage {
  readonly name: string
  readonly namespace: string
  readonly instance: string
  readonly timestamp: string
  readonly text: string
}

export interface LogFilter {
  readonly instance?: string | undefined
  /** Milliseconds since the Unix epoch; lines from then on. */
  readonly sinceMs?: number | undefined
  /** The newest so many. */
  readonly tail?: number | undefined
}

/** The newest lines of one function, bounded in number and size, for those who look at them. */
export class LineRing {
  readonly #maxLines: number
  readonly #maxCharacters: number
  readonly #messages: LogMessage[] = []
  readonly #listeners = new Set<(message: LogMessage) => void>()
  #characters = 0

  constructor(maxLines = 2000, maxCharacters = 4 * 2 ** 20) {
    this.#maxLines = maxLines
    this.#maxCharacters = maxCharacters
  }

  push(message: LogMessage): void {
    this.#messages.push(message)
    this.#characters += message.text.length
    while (this.#messages.length > this.#maxLines || this.#characters > this.#maxCharacters)
      this.#characters -= this.#messages.shift()?.text.length ?? 0
    for (const listener of this.#listeners) listener(message)
  }

  read({ instance, sinceMs, tail }: LogFilter): LogMessage[] {
    const chosen = this.#messages.filter((message) => isChosen(message, instance, sinceMs))
    return tail === undefined ? chosen : chosen.slice(Math.max(0, chosen.length - tail))
  }

  /** Calls `listener` with every line to come that the filter chooses. @returns what ends it */
  follow({ instance, sinceMs }: LogFilter, listener: (message: LogMessage) => void): () => void {
    const chosen = (message: LogMessage) => isChosen(message, instance, sinceMs) && listener(message)
    this.#listeners.add(chosen)
    return () => this.#listeners.delete(chosen)
  }
}

function isChosen(message: LogMessage, instance: string | undefined, sinceMs = 0): boolean {
  return (instance === undefined || message.instance === instance) && Date.parse(message.timestamp) >= sinceMs
}
