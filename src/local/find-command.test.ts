import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { findCommand } from './find-command.ts'

const root = mkdtempSync(join(tmpdir(), 'vouch-command-'))
after(() => rmSync(root, { recursive: true }))

const RUNTIME = join(root, 'dist/template/node18/index.js')
const FILES: Record<string, string> = {
  'stack.yml': JSON.stringify({
    provider: { name: 'openfaas' },
    functions: Object.fromEntries(
      ['ours', 'official', 'forgotten'].map((name) => [name, { handler: `./functions/${name}`, image: name }]),
    ),
  }),
  'dist/template/node18/index.js': '',
  'dist/functions/ours/handler.js': '',
  'functions/official/handler.js': '',
  'functions/official/package.json': '{}',
  'build/built/index.ts': '',
}
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

test('a handler of ours runs compiled', () => {
  assert.deepEqual(findCommand(root, 'ours').argv, [process.execPath, RUNTIME, join(root, 'dist/functions/ours')])
})

test('an official-style handler, which has a package.json, runs as it stands', () => {
  assert.deepEqual(findCommand(root, 'official').argv, [process.execPath, RUNTIME, join(root, 'functions/official')])
})

test('after a reload both run what the build of the reload holds', () => {
  const revision = join(root, 'dist/watch-x/1')
  for (const handler of ['ours', 'official']) mkdirSync(join(revision, 'functions', handler), { recursive: true })
  mkdirSync(join(revision, 'template/node18'), { recursive: true })
  writeFileSync(join(revision, 'template/node18/index.js'), '')
  for (const handler of ['ours', 'official'])
    assert.deepEqual(findCommand(root, handler, revision).argv.slice(1), [
      join(revision, 'template/node18/index.js'),
      join(revision, 'functions', handler),
    ])
})

test('what faas-cli built is run when stack.yml does not name the service', () => {
  assert.equal(findCommand(root, 'built').argv.at(-1), join(root, 'build/built/index.ts'))
})

test('a handler that was not compiled says how to do that', () => {
  assert.throws(() => findCommand(root, 'forgotten'), {
    message: 'dist/functions/forgotten is missing; make it with: npm run build',
  })
})

test('a service without code is refused by name', () => {
  assert.throws(() => findCommand(root, 'nothing'), {
    message: 'Service nothing has no code here: stack.yml does not name it, and build/nothing is missing',
  })
})
