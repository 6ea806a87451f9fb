import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'yaml'

const stack = parse(readFileSync('stack.yml', 'utf8')) as {
  functions: Record<string, { environment: Record<string, string> }>
}

for (const [name, { environment }] of Object.entries(stack.functions)) {
  test(`${name} is told its name, for OpenFaaS CE does not tell it`, () => {
    assert.equal(environment['OPENFAAS_NAME'], name)
  })

  test(`${name} gives up before its caller does, and logs without a prefix`, () => {
    const seconds = (key: string) => Number(/^(\d+)s$/.exec(environment[key] ?? '')?.[1])
    assert.ok(seconds('exec_timeout') < seconds('write_timeout'))
    assert.ok(seconds('exec_timeout') < seconds('read_timeout'))
    assert.equal(environment['prefix_logs'], 'false')
  })
}

test('the image lets any user read its files, whatever faas-cli makes of their modes', () => {
  assert.match(readFileSync('template/node18/Dockerfile', 'utf8'), /chmod -R a\+rX \./)
})
