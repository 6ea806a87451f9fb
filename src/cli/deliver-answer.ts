import { buffer } from 'node:stream/consumers'
import type { FunctionAnswer } from '../client/call-function.ts'
import { readProblem } from '../client/problem-error.ts'
import { readAnswer } from '../client/read-answer.ts'
import { saveStream } from '../client/save-stream.ts'
import { ConfigError } from '../errors.ts'
import type { RequestFile } from './request-files.ts'

/** What is said of an answer: itself or a line on stdout, and a complaint on stderr. */
export interface Told {
  readonly isSuccess: boolean
  /** Whose bytes are handed on as they come. */
  readonly answer?: FunctionAnswer
  readonly line?: string
  readonly complaint?: string
}

/** Puts an answer where it belongs. */
export type Deliver = (answer: FunctionAnswer, file: RequestFile, durationMs: number) => Promise<Told>

/** Where the answer to a file is saved. */
export type Locate = (file: RequestFile, contentType: string) => string

export const deliverToStdout: Deliver = async (answer) => {
  const isSuccess = isFine(answer)
  return { isSuccess, answer, ...(!isSuccess && { complaint: `${answer.functionName} answered ${answer.status}` }) }
}

export const deliverCallId: Deliver = async (answer, file, durationMs) => {
  if (answer.status !== 202) return refuse(answer, file, durationMs, false)
  answer.body.destroy()
  return { isSuccess: true, line: answer.callId ?? '' }
}

/** @param isNamed whether the file is told, as it must where there are several */
export function deliverAsJson(isNamed: boolean): Deliver {
  return async (answer, { path }, durationMs) => {
    const body = await readAnswer(answer, buffer)
    const facts = describe(answer, isNamed ? path : undefined, durationMs)
    return { isSuccess: isFine(answer), line: JSON.stringify({ ...facts, ...describeBody(answer.contentType, body) }) }
  }
}

/** Saves what is a success, and complains in the function's own words of what is none. */
export function deliverToFile(locate: Locate, isJson: boolean): Deliver {
  return async (answer, file, durationMs) => {
    if (!isFine(answer)) return refuse(answer, file, durationMs, isJson)
    const path = locate(file, answer.contentType)
    await readAnswer(answer, (body) => saveStream(body, path)).catch((cause) => {
      throw cause.syscall === undefined ? cause : new ConfigError(`Cannot write ${path} (${cause.code})`, { cause })
    })
    const line = isJson ? JSON.stringify({ ...describe(answer, file.path, durationMs), saved: path }) : path
    return { isSuccess: true, line }
  }
}

async function refuse(answer: FunctionAnswer, file: RequestFile, durationMs: number, isJson: boolean): Promise<Told> {
  if (isJson) return deliverAsJson(true)(answer, file, durationMs)
  const { message } = await readProblem(answer)
  return { isSuccess: false, complaint: file.path === undefined ? message : `${file.path}: ${message}` }
}

function isFine({ status }: FunctionAnswer): boolean {
  return status >= 200 && status < 300
}

function describe(
  { functionName, status, callId, contentType }: FunctionAnswer,
  file: string | undefined,
  durationMs: number,
): Record<string, unknown> {
  return {
    function: functionName,
    ...(file !== undefined && { file }),
    status,
    call_id: callId ?? null,
    duration_ms: Math.round(durationMs * 100) / 100,
    content_type: contentType,
  }
}

/** A body that is no text stands in base64, under another name. */
function describeBody(contentType: string, body: Buffer): Record<string, unknown> {
  const isJson = /[/+]json\b/.test(contentType)
  if (!isJson && !contentType.startsWith('text/')) return { body_base64: body.toString('base64') }
  const text = body.toString('utf8')
  try {
    return { body: isJson ? JSON.parse(text) : text }
  } catch {
    // It only says that it is JSON.
    return { body: text }
  }
}
