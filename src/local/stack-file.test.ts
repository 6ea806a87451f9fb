import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseDeployment } from './deployment.ts'
import { readStack } from './stack-file.ts'

const ROOT = join(__dirname, '..', '..')

test("the project's own stack file becomes deployments that the platform takes", () => {
  const stack = readStack(join(ROOT, 'stack.yml'), { TAG: 'v2' })
  const entry = stack.get('image-classifier')
  assert.equal(entry?.handlerFolder, join(ROOT, 'functions', 'image-classifier'))
  const deployment = parseDeployment(entry?.deployment)
  assert.equal(deployment.image, 'docker.io/vouch/image-classifier:v2')
  assert.equal(deployment.envVars?.['MODEL_VERSION'], 'v1.0.0')
  assert.equal(deployment.labels?.['stage'], 'production')
})

test('environment files win over inline values, the later over the earlier; what is no text becomes text', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-stack-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'a.yml'), 'environment: {ONE: a, TWO: a}')
  writeFileSync(join(folder, 'b.yml'), 'environment: {TWO: b}')
  const echo = '{handler: ./echo, image: x, environment: {ONE: 1, ZERO: true}, environment_file: [a.yml, b.yml]}'
  writeFileSync(join(folder, 'stack.yml'), `provider: {name: openfaas}\nfunctions: {echo: ${echo}}`)
  const entry = readStack(join(folder, 'stack.yml'), {}).get('echo')
  assert.deepEqual(entry?.deployment['envVars'], { ONE: 'a', TWO: 'b', ZERO: 'true' })
})

test('a file that is missing or no stack file is named', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-stack-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'stack.yml')
  assert.throws(() => readStack(path, {}), { name: 'ConfigError', message: new RegExp(`^Cannot read ${path}: ENOENT`) })
  writeFileSync(path, 'functions: []')
  assert.throws(() => readStack(path, {}), {
    name: 'ConfigError',
    message: new RegExp(`^${path} is not a stack file: `),
  })
})
