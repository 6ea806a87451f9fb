import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import axios, { type AxiosInstance } from 'axios'

export interface ConnectionOptions {
  /** How many calls may be on their way at once; 8 by default. */
  readonly connections?: number
}

/** Any status is an answer, and a redirect is handed on. */
export function createHttp(gateway: string, { connections = 8 }: ConnectionOptions = {}): AxiosInstance {
  const agentOptions = { keepAlive: true, maxSockets: connections }
  return axios.create({
    baseURL: gateway.replace(/\/+$/, ''),
    proxy: false,
    maxRedirects: 0,
    validateStatus: null,
    httpAgent: new HttpAgent(agentOptions),
    httpsAgent: new HttpsAgent(agentOptions),
  })
}
