import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { lokiSources } from '../../src/cli/log-sources.ts'
import type { Contract } from '../../src/contract/contract.ts'

const asked: (string | undefined)[] = []
const server = createServer((request, response) => {
  asked.push(request.headers.authorization)
  response.end('{"status":"success","data":{"resultType":"vector","result":[]}}')
})
let here = ''
let folder = ''
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  folder = await mkdtemp(join(tmpdir(), 'vouch-token-'))
})
after(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true })
})

/** The Authorization that reaches `here` when a feature names it. */
async function sent(option: string | undefined, env: Record<string, string>): Promise<string | undefined> {
  asked.length = 0
  const contract = { source: here } as Contract
  await lokiSources(option, env)(contract).instant('q', 1n)
  return asked[0]
}

test('a token goes to LOKI_URL, however it is written', async () => {
  assert.equal(await sent(undefined, { LOKI_URL: `${here.replace('http', 'HTTP')}/`, LOKI_TOKEN: 'a' }), 'Bearer a')
})

test('a token goes to no address of an option, and to none of a feature', async () => {
  assert.equal(await sent(here, { LOKI_URL: 'http://127.0.0.1:9', LOKI_TOKEN: 'a' }), undefined)
  await assert.rejects(sent(undefined, { LOKI_TOKEN: 'a' }), {
    message: 'Expected LOKI_URL beside LOKI_TOKEN: a token is sent to no other address',
  })
})

test('a token is read from its file, an empty one is refused', async () => {
  const file = join(folder, 'token')
  await writeFile(file, 'b\n')
  assert.equal(await sent(undefined, { LOKI_URL: here, LOKI_TOKEN_FILE: file }), 'Bearer b')
  await writeFile(file, '\n')
  await assert.rejects(sent(undefined, { LOKI_URL: here, LOKI_TOKEN_FILE: file }), {
    message: `Expected a token in the file that LOKI_TOKEN_FILE names: ${file}`,
  })
})

test('a wrong LOKI_URL is named', () => {
  assert.throws(() => lokiSources(undefined, { LOKI_URL: 'loki' }), {
    message: 'Expected an address such as "http://loki:3100" for LOKI_URL but received "loki"',
  })
})
