import type { Hints } from './hints.ts'

type Labels = Readonly<Record<string, string>>

export const ERROR = '__error__'
const ERROR_DETAILS = '__error_details__'
export const PRESERVE_ERROR = '__preserve_error__'

/**
 * The labels of one line while it passes a pipeline: those of its stream, its structured metadata, and the parsed ones.
 * A parsed name goes before metadata, and both before the stream's; parsers avoid the clash by the suffix `_extracted`.
 */
export class LineLabels {
  readonly hints: Hints
  readonly #stream: ReadonlyMap<string, string>
  readonly #parsed = new Map<string, string>()
  readonly #metadata = new Map<string, string>()
  error = ''
  errorDetails = ''

  constructor(base: Labels, hints: Hints) {
    this.#stream = new Map(Object.entries(base))
    this.hints = hints
  }

  /** Begins a new line. */
  reset(metadata: Labels | undefined): void {
    if (this.#parsed.size > 0) this.#parsed.clear()
    if (this.#metadata.size > 0) this.#metadata.clear()
    this.error = ''
    this.errorDetails = ''
    this.hints.reset()
    if (metadata) for (const [name, value] of Object.entries(metadata)) this.#addMetadata(name, value)
  }

  #addMetadata(name: string, value: string): void {
    const label = this.#stream.has(name) ? `${name}_extracted` : name
    if (label === ERROR) this.error = value
    else if (label === ERROR_DETAILS) this.errorDetails = value
    else this.#metadata.set(label, value)
  }

  /** The name under which a parser stores a value: another one where the stream or the metadata have it. */
  parsedName(name: string): string {
    return this.#stream.has(name) || (this.#metadata.size > 0 && this.#metadata.has(name)) ? `${name}_extracted` : name
  }

  setParsed(name: string, value: string): void {
    if (this.#metadata.size > 0) this.#metadata.delete(name)
    if (!this.#parsed.has(name)) this.hints.record(name)
    this.#parsed.set(name, value)
  }

  /** Marks the line as one that a parser could not read. */
  failParsing(details?: string): void {
    this.error = 'JSONParserErr'
    if (details !== undefined) this.errorDetails = details
    if (this.hints.preservesError) this.setParsed(PRESERVE_ERROR, 'true')
  }

  /** A label that filters and unwrap see; an empty one of the stream counts as missing. */
  get(name: string): string | undefined {
    return this.#metadata.get(name) ?? this.#parsed.get(name) ?? (this.#stream.get(name) || undefined)
  }

  /** All labels, with the error's. */
  all(): Record<string, string> {
    const labels = Object.fromEntries(this.#stream)
    for (const [name, value] of this.#metadata) labels[name] = value
    for (const [name, value] of this.#parsed) labels[name] = value
    if (this.error !== '') labels[ERROR] = this.error
    if (this.errorDetails !== '') labels[ERROR_DETAILS] = this.errorDetails
    return labels
  }
}
