import type { AxiosInstance } from 'axios'
import pLimit from 'p-limit'
import { callFunction, type FunctionRequest } from '../client/call-function.ts'
import type { Deliver, Told } from './deliver-answer.ts'
import type { Report } from './progress.ts'
import type { RequestFile } from './request-files.ts'

/** A function that is busy with more makes them wait. */
export const CONCURRENT_CALLS = 4

export interface Invocations {
  readonly request: Omit<FunctionRequest, 'body'>
  readonly files: readonly RequestFile[]
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly deliver: Deliver
}

/**
 * Calls a function once for each file, a few at a time.
 * @returns what is told of each, in the order of the files
 * @throws what the first call threw that failed; the others are given up
 */
export async function* invokeEach(
  http: AxiosInstance,
  { request, files, headers, timeoutMs, deliver }: Invocations,
  report: Report,
): AsyncGenerator<Told> {
  const stop = new AbortController()
  const limit = pLimit(CONCURRENT_CALLS)
  let done = 0
  const invoke = async (file: RequestFile) => {
    stop.signal.throwIfAborted()
    const startedAt = performance.now()
    const options = { headers, timeoutMs, signal: stop.signal }
    const answer = await callFunction(http, { ...request, body: file.body }, options)
    const told = await deliver(answer, file, performance.now() - startedAt)
    done += 1
    report(done, files.length)
    return told
  }
  const calls = files.map((file) => limit(invoke, file))
  // Those that are not awaited yet fail unheard, for one that is has failed, or will.
  for (const call of calls) call.catch((error) => stop.abort(error))
  for (const call of calls) yield await call
}
