import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Platform, startPlatform } from '../../src/local/platform.ts'
import type { PlatformOptions } from '../../src/local/platform-options.ts'
import { type FakeLoki, startFakeLoki } from './fake-loki.ts'

const FIXTURE = join(__dirname, 'fixtures', 'function.mts')

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export interface TestPlatform extends Platform {
  readonly folder: string
  readonly loki: FakeLoki
  readonly notices: string[]
  /** One request to the gateway, over a connection of its own. */
  readonly call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
  /** Deploys the fixture function and waits until `replicas` are ready. */
  readonly deployEcho: (deployment?: Record<string, unknown>) => Promise<void>
  readonly end: () => Promise<void>
}

/** The platform with the fixture function for every service but "unknown", shipping to a fake Loki. */
export async function startTestPlatform(options: Partial<PlatformOptions> = {}): Promise<TestPlatform> {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-test-'))
  writeFileSync(join(folder, 'stack.yml'), STACK)
  const loki = await startFakeLoki()
  const notices: string[] = []
  const tidy = async () => {
    await loki.close()
    rmSync(folder, { recursive: true })
  }
  const platform = await startPlatform({
    root: folder,
    host: '127.0.0.1',
    port: 0,
    lokiPort: 0,
    lokiUrl: loki.url,
    dataFolder: join(folder, 'data'),
    environment: process.env,
    version: '0.0.0',
    onNotice: (sentence) => notices.push(sentence),
    findCommand: () => ({ argv: [process.execPath, '--no-warnings', FIXTURE], workingFolder: folder }),
    ...options,
  }).catch(async (error) => {
    await tidy()
    throw error
  })
  const call: TestPlatform['call'] = (method, path, body, headers) =>
    send(platform.gatewayUrl + path, method, body, headers)
  return {
    ...platform,
    folder,
    loki,
    notices,
    call,
    deployEcho: (deployment = {}) => deployEcho(call, deployment),
    end: async () => {
      await platform.stop()
      await tidy()
    },
  }
}

const STACK = `provider: {name: openfaas}
functions:
  echo: {handler: ./echo, image: example/echo, labels: {stage: production}}
`

async function deployEcho(call: TestPlatform['call'], deployment: Record<string, unknown>): Promise<void> {
  const { status, text } = await call('POST', '/system/functions', {
    service: 'echo',
    image: 'example/echo',
    ...deployment,
  })
  if (status !== 202) throw new Error(text)
  await waitFor(async () => {
    const { replicas, availableReplicas } = JSON.parse((await call('GET', '/system/function/echo')).text)
    return replicas === availableReplicas
  })
}

/** Looks again and again, for as long as the test runner lets it. */
export async function waitFor(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await delay(10)
}

/** One request over a connection of its own; a Buffer or string is sent as it is, anything else as JSON. */
export async function send(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const isRaw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
  const bytes = Buffer.from(isRaw ? (body ?? '') : JSON.stringify(body))
  // Node frames the body of a DELETE only with its length given.
  const framing = body === undefined ? {} : { 'content-length': String(bytes.length) }
  const request = httpRequest(url, { method, headers: { ...framing, ...headers }, agent: false })
  request.end(bytes)
  const [response] = await once(request, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return { status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') }
}
