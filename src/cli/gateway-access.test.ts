import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { readGatewayAccess } from './gateway-access.ts'

let folder = ''
const path = (name: string) => join(folder, name)
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'vouch-access-'))
  writeFileSync(path('password'), ' secret\n')
  writeFileSync(path('empty'), '\n')
})
after(() => rmSync(folder, { recursive: true }))

const read = (options: Parameters<typeof readGatewayAccess>[0], url?: string) =>
  readGatewayAccess(options, { OPENFAAS_CONFIG: folder, OPENFAAS_URL: url })

test('the gateway is the one of the option, else of OPENFAAS_URL, else that of this machine', () => {
  assert.equal(read({ gateway: 'https://a.example/' }, 'http://b.example').url, 'https://a.example')
  assert.equal(read({}, 'http://b.example:31112/').url, 'http://b.example:31112')
  assert.equal(read({}, '').url, 'http://127.0.0.1:8080')
})

test('the password is the trimmed text of its file', () => {
  const { credentials } = read({ user: 'admin', passwordFile: path('password') })
  assert.deepEqual(credentials, { user: 'admin', password: 'secret' })
})

test('tokens that are not of basic auth are left alone', () => {
  writeFileSync(path('config.yml'), 'auths: [{gateway: "http://127.0.0.1:8080", auth: oauth2, token: abc}]')
  assert.equal(read({}).credentials, undefined)
})

test('a wrong option or file is one sentence without a secret', () => {
  writeFileSync(path('config.yml'), 'auths: [{gateway: 1, token: geheim}]')
  const example = 'Expected an address such as "http://127.0.0.1:8080" for'
  for (const [options, url, message] of [
    [{ gateway: 'here' }, '', `${example} --gateway but received "here"`],
    [{}, 'http://admin:geheim@b.example', `${example} OPENFAAS_URL but received one with credentials`],
    [{ user: 'admin' }, '', 'Expected --user and --password-file together but received one of them'],
    [{ user: 'admin', passwordFile: path('none') }, '', `Cannot read ${path('none')} of --password-file (ENOENT)`],
    [{ user: 'admin', passwordFile: path('empty') }, '', `Expected a password in ${path('empty')} but it is empty`],
    [{}, '', `Expected what faas-cli login writes in ${path('config.yml')}; log in again, or name --user`],
  ] as const) {
    assert.throws(() => read(options, url), { name: 'ConfigError', message })
  }
})
