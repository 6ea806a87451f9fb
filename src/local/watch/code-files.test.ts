import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { digestCode, readSignature } from './code-files.ts'

const root = mkdtempSync(join(tmpdir(), 'vouch-code-'))
after(() => rmSync(root, { recursive: true }))

const write = (path: string, content: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
}
const command = {
  argv: ['node', join(root, 'dist/template/index.js'), join(root, 'dist/a')],
  workingFolder: root,
} as const
const digest = (image = 'x') =>
  digestCode(command, { handlerFolder: join(root, 'functions/a'), deployment: { service: 'a', image } })

beforeEach(() => {
  write('dist/template/index.js', '1')
  write('dist/template/runtime/answer.js', '1')
  write('dist/a/handler.js', '1')
  write('functions/a/model.json', '{"variants": {"f16": {"file": "a.onnx"}}}')
  write('models/a.onnx', '1')
  write('models/b.onnx', '1')
})

test('a function differs when its code, the runtime, its deployment or a model that it names does', () => {
  const before = digest()
  assert.equal(digest(), before)
  assert.notEqual(digest('y'), before)
  for (const path of ['dist/a/handler.js', 'dist/template/runtime/answer.js', 'models/a.onnx']) {
    const last = digest()
    write(path, 'longer')
    assert.notEqual(digest(), last, path)
  }
})

test("another function's model, a source map and a package make no difference", () => {
  const before = digest()
  for (const path of ['models/b.onnx', 'dist/a/handler.js.map', 'dist/a/node_modules/x/index.js']) write(path, 'longer')
  assert.equal(digest(), before)
})

test('a file that is written, made or removed shows; a test, documentation or a missing folder does not', () => {
  const look = () => readSignature([join(root, 'functions/a'), join(root, 'functions/none')])
  const before = look()
  for (const path of ['functions/a/README.md', 'functions/a/handler.test.ts']) write(path, 'x')
  assert.equal(look(), before)
  write('functions/a/parts/crop.ts', 'x')
  const added = look()
  assert.notEqual(added, before)
  write('functions/a/parts/crop.ts', 'xy')
  assert.notEqual(look(), added)
  rmSync(join(root, 'functions/a/parts'), { recursive: true })
  assert.equal(look(), before)
})
