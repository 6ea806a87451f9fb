import { type CollectedSpan, toTrace } from './jaeger-trace.ts'

interface HeldTrace {
  readonly spans: Map<string, { readonly collected: CollectedSpan; readonly bytes: number }>
  bytes: number
}

/** Traces in memory, the oldest dropped for the newest; sizes are those of their JSON. */
export class TraceStore {
  readonly #maxBytes: number
  readonly #onEviction: (evicted: number) => void
  readonly #traces = new Map<string, HeldTrace>()
  #bytes = 0
  #evicted = 0

  /** @param onEviction is told, at each trace that is dropped, how many have been */
  constructor(maxBytes: number, onEviction: (evicted: number) => void) {
    this.#maxBytes = maxBytes
    this.#onEviction = onEviction
  }

  /** A span that is sent again, as exporters do after a lost answer, takes the place of the first. */
  add(collected: CollectedSpan): void {
    const { traceID, spanID } = collected.span
    const held = this.#traces.get(traceID) ?? { spans: new Map(), bytes: 0 }
    this.#traces.set(traceID, held)
    const bytes = Buffer.byteLength(JSON.stringify(collected))
    const growth = bytes - (held.spans.get(spanID)?.bytes ?? 0)
    held.spans.set(spanID, { collected, bytes })
    held.bytes += growth
    this.#bytes += growth
    while (this.#bytes > this.#maxBytes) this.#evictOldest()
  }

  find(traceID: string) {
    const held = this.#traces.get(traceID)
    if (held === undefined) return undefined
    return toTrace(
      traceID,
      [...held.spans.values()].map(({ collected }) => collected),
    )
  }

  /** Of every service whose spans are held, sorted. */
  serviceNames(): string[] {
    const names = new Set<string>()
    for (const { spans } of this.#traces.values())
      for (const { collected } of spans.values()) names.add(collected.process.serviceName)
    return [...names].sort()
  }

  #evictOldest(): void {
    const [oldest] = this.#traces
    if (oldest === undefined) return
    const [traceID, { bytes }] = oldest
    this.#traces.delete(traceID)
    this.#bytes -= bytes
    this.#evicted += 1
    this.#onEviction(this.#evicted)
  }
}
