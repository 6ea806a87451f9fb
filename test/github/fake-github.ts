import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { answer, type FakeAccount, type FakeAnswer } from './fake-routes.ts'
import { FakeState } from './fake-state.ts'

export const TOKEN = 'ghs_canary0123456789TOKENmustNOTleak'
export const REPOSITORY = 'octo/vision'
export const BOT: FakeAccount = { id: 41898282, login: 'github-actions[bot]', isApp: true }
export const PERSON: FakeAccount = { id: 583231, login: 'octocat', isApp: false }

export interface FakeGitHub {
  readonly url: string
  readonly state: FakeState
  /** "METHOD /path?query" of every call that came with the token */
  readonly calls: readonly string[]
  close(): Promise<void>
}

/** A GitHub of one repository on a free port of this machine: stateful, paginated, with its limits and refusals. */
export async function startFakeGitHub(account: FakeAccount = PERSON): Promise<FakeGitHub> {
  const state = new FakeState()
  const calls: string[] = []
  const server = createServer((request, response) => {
    void respond(request, state, account, calls).then((result) => send(response, result))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url, state, calls, close }
}

async function respond(
  request: IncomingMessage,
  state: FakeState,
  account: FakeAccount,
  calls: string[],
): Promise<FakeAnswer> {
  const { method = 'GET', url = '/', headers } = request
  const input = method === 'GET' || method === 'DELETE' ? {} : ((await json(request)) as { body?: unknown })
  if (headers.authorization !== `token ${TOKEN}`) return { status: 401, body: { message: 'Bad credentials' } }
  calls.push(`${method} ${url}`)
  const planned = state.failures.find((failure) => failure.times > 0 && failure.call.test(`${method} ${url}`))
  if (planned) {
    planned.times -= 1
    return {
      status: planned.status,
      headers: planned.headers ?? {},
      body: { message: `planned ${headers.authorization}` },
    }
  }
  const absolute = new URL(url, `http://${headers.host}`)
  return answer(method, { state, account, repository: REPOSITORY, url: absolute, input })
}

function send(response: ServerResponse, { status, body, headers = {} }: FakeAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(body === undefined ? '' : JSON.stringify(body))
}
