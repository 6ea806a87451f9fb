import type { Readable } from 'node:stream'
import axios, { type AxiosError, type AxiosRequestConfig, type AxiosResponse } from 'axios'
import { z } from 'zod'
import { GatewayError } from './gateway-error.ts'
import { splitLines } from './split-lines.ts'

/** As long as faas-cli waits by default. */
const TIMEOUT_MS = 60_000

export interface GatewayAccess {
  /** Without a closing slash. */
  readonly url: string
  /** Sent to /system alone: a function has no business with them. */
  readonly credentials?: { readonly user: string; readonly password: string } | undefined
}

const status = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  image: z.string(),
  replicas: z.number(),
  availableReplicas: z.number().default(0),
  invocationCount: z.number().default(0),
})
const message = z.object({ name: z.string(), instance: z.string(), timestamp: z.string(), text: z.string() })

/** A function as its gateway describes it. */
export type FunctionStatus = z.infer<typeof status>
/** One line of a function's log. */
export type LogMessage = z.infer<typeof message>

export interface LogRequest {
  readonly follow?: boolean
  /** The newest so many; all that the gateway has without it. */
  readonly tail?: number | undefined
  /** RFC 3339. */
  readonly since?: string | undefined
}

/** Lists what is deployed. @throws GatewayError */
export async function listFunctions(access: GatewayAccess): Promise<FunctionStatus[]> {
  const { data } = await askSystem(access, { url: '/system/functions', timeout: TIMEOUT_MS })
  const parsed = z.array(status).safeParse(data)
  if (!parsed.success) throw new GatewayError(`Expected a list of functions: GET ${access.url}/system/functions`)
  return parsed.data
}

/** Reads the log of a function, NAME or NAME.NAMESPACE; a followed one until the reader stops. @throws GatewayError */
export async function* readLogs(access: GatewayAccess, name: string, request: LogRequest): AsyncGenerator<LogMessage> {
  const [service, namespace] = name.split('.')
  const { data } = await askSystem<Readable>(access, {
    url: '/system/logs',
    params: { name: service, namespace, tail: request.tail, since: request.since, follow: request.follow ?? false },
    responseType: 'stream',
  })
  try {
    for await (const line of splitLines(data)) yield message.parse(JSON.parse(line))
  } catch (cause) {
    throw new GatewayError(`The log of ${name} broke off: GET ${access.url}/system/logs`, { cause })
  }
}

async function askSystem<T>(access: GatewayAccess, config: AxiosRequestConfig): Promise<AxiosResponse<T>> {
  const { user, password } = access.credentials ?? {}
  const auth = user !== undefined && password !== undefined && { auth: { username: user, password } }
  const answer = await ask<T>({ baseURL: access.url, ...config, ...auth })
  if (answer.status === 200) return answer
  if (config.responseType === 'stream') (answer.data as Readable).destroy()
  const what =
    answer.status === 401
      ? 'The gateway wants other credentials (401)'
      : `The gateway answered ${answer.status}${answer.status === 404 ? ' (not deployed)' : ''}`
  throw new GatewayError(`${what}: GET ${axios.getUri({ baseURL: access.url, ...config })}`)
}

async function ask<T>(config: AxiosRequestConfig): Promise<AxiosResponse<T>> {
  try {
    return await axios.request<T>({ ...config, proxy: false, maxRedirects: 0, validateStatus: null })
  } catch (cause) {
    const { code, message: text } = cause as AxiosError
    const target = `${config.method ?? 'GET'} ${axios.getUri(config)}`
    throw new GatewayError(`The gateway cannot be reached (${code ?? text}): ${target}`, { cause })
  }
}
