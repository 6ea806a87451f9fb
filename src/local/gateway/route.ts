import type { z } from 'zod'
import { ApiError } from '../api-error.ts'

/** An answer of the REST API; `body` is sent as JSON, a string as it is. */
export interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly allow?: string
}

export interface SystemCall {
  /** What the route's pattern caught. */
  readonly name: string
  readonly query: URLSearchParams
  readonly readBody: () => Promise<Record<string, unknown>>
}

export interface Route {
  readonly path: RegExp
  readonly methods: Readonly<Record<string, (call: SystemCall) => Reply | Promise<Reply>>>
}

/** What OpenFaaS answers to a change that it goes on to make. */
export const ACCEPTED: Reply = { status: 202 }

/** @throws ApiError 400 with every fault */
export function readShape<T>(body: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new ApiError(400, parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
}
