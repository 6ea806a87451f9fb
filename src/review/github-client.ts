import { setTimeout as sleep } from 'node:timers/promises'
import { Octokit } from '@octokit/rest'
import { ConfigError } from '../errors.ts'
import { describeFailure } from './github-error.ts'
import { sendWithRetry, type Wait } from './github-retry.ts'

const TIMEOUT_MS = 30_000
const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

export interface GitHubAccess {
  /** address of the REST API, e.g. https://api.github.com; the only one that the token is sent to */
  readonly api: string
  readonly token: string
  readonly wait?: Wait
}

/** Octokit with a deadline and bounded retries for every call, errors in one sentence, and no way off its address. */
export function connectOctokit({ api, token, wait = (seconds) => sleep(seconds * 1000) }: GitHubAccess): Octokit {
  const baseUrl = api.replace(/\/+$/, '')
  const octokit = new Octokit({ auth: token, baseUrl, userAgent: 'vouch', log: SILENT })
  octokit.hook.wrap('request', async (request, options) => {
    const { method, url } = octokit.request.endpoint.parse(options)
    const call = `${method} ${url}`
    requireOrigin(url, baseUrl, call)
    const send = async () =>
      request({ ...options, request: { ...options.request, signal: AbortSignal.timeout(TIMEOUT_MS) } })
    return sendWithRetry(method, send, wait).catch((error) => {
      throw describeFailure(error, call)
    })
  })
  return octokit
}

/** The address of a next page comes from an answer: the token must not follow it elsewhere. */
function requireOrigin(url: string, baseUrl: string, call: string): void {
  if (new URL(url).origin !== new URL(baseUrl).origin)
    throw new ConfigError(`GitHub pointed to another address: ${call}`)
}
