import { text } from 'node:stream/consumers'
import type { AxiosInstance } from 'axios'
import type { z } from 'zod'
import { type CallOptions, callFunction, type FunctionAnswer, type FunctionRequest } from './call-function.ts'
import { GatewayError } from './gateway-error.ts'
import { readProblem } from './problem-error.ts'
import { readAnswer } from './read-answer.ts'

/** Calls a function. @throws ProblemError for an answer that is not 2xx, and what callFunction throws */
export async function callSuccessfully(
  http: AxiosInstance,
  request: FunctionRequest,
  options: CallOptions,
): Promise<FunctionAnswer> {
  const answer = await callFunction(http, request, options)
  if (answer.status < 200 || answer.status > 299) throw await readProblem(answer)
  return answer
}

/** Calls a function for JSON of a shape. @throws GatewayError for an answer of another shape, and as above */
export async function callForJson<T>(
  http: AxiosInstance,
  shape: z.ZodType<T>,
  request: FunctionRequest,
  options: CallOptions,
): Promise<T> {
  const said = await readAnswer(await callSuccessfully(http, request, options), text)
  const parsed = shape.safeParse(parseJson(said))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue === undefined || issue.path.length === 0 ? 'its answer' : issue.path.join('.')
  throw new GatewayError(`Expected another answer of ${request.name}: ${where}: ${issue?.message}`)
}

function parseJson(said: string): unknown {
  try {
    return JSON.parse(said)
  } catch {
    // The shape says what was expected in its place.
    return undefined
  }
}
