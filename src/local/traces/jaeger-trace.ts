/** The JSON of Jaeger's query API, as Jaeger 1.x answers it. */

export interface Tag {
  readonly key: string
  readonly type: 'string' | 'bool' | 'int64' | 'float64' | 'binary'
  readonly value: string | number | boolean
}

export interface Process {
  readonly serviceName: string
  readonly tags: readonly Tag[]
}

export interface Reference {
  readonly refType: 'CHILD_OF' | 'FOLLOWS_FROM'
  readonly traceID: string
  readonly spanID: string
}

/** Times are microseconds, since 1970 where they are moments. */
export interface JaegerSpan {
  readonly traceID: string
  readonly spanID: string
  readonly operationName: string
  readonly references: readonly Reference[]
  readonly startTime: number
  readonly duration: number
  readonly tags: readonly Tag[]
  readonly logs: readonly { readonly timestamp: number; readonly fields: readonly Tag[] }[]
}

/** A span with the process that it ran in. */
export interface CollectedSpan {
  readonly span: JaegerSpan
  readonly process: Process
}

/** One trace: each process is told once, and its spans name it. */
export function toTrace(traceID: string, collected: Iterable<CollectedSpan>) {
  const names = new Map<string, string>()
  const processes: Record<string, Process> = {}
  const spans = []
  for (const { span, process } of collected) {
    const identity = JSON.stringify(process)
    const processID = names.get(identity) ?? `p${names.size + 1}`
    names.set(identity, processID)
    processes[processID] = process
    spans.push({ ...span, processID, warnings: null })
  }
  return { traceID, spans, processes, warnings: null }
}

/** What is around every answer of the API. */
export function toAnswer(data: readonly unknown[]) {
  return { data, total: 0, limit: 0, offset: 0, errors: null }
}

export function toFault(code: number, msg: string) {
  return { data: null, total: 0, limit: 0, offset: 0, errors: [{ code, msg }] }
}
