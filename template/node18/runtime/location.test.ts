import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ModuleKind, transpileModule } from 'typescript'
import { locateError } from './location.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-location-'))
after(() => rmSync(folder, { recursive: true }))

const SOURCE = `import { join } from 'node:path'

interface Unused {
  readonly a: string
}

export function fail(): never {
  throw new Error(join('a', 'b'))
}
`

function thrownBy(file: string): Error {
  try {
    require(file).fail()
  } catch (error) {
    return error as Error
  }
  throw new Error('Expected an error')
}

test('compiled code is located in its source', () => {
  const compilerOptions = { module: ModuleKind.CommonJS, sourceMap: true }
  const { outputText, sourceMapText } = transpileModule(SOURCE, { compilerOptions, fileName: 'handler.ts' })
  writeFileSync(join(folder, 'handler.js'), outputText)
  writeFileSync(join(folder, 'handler.js.map'), sourceMapText ?? '')
  assert.equal(locateError(thrownBy(join(folder, 'handler.js')), folder), 'handler.ts:8')
})

test('code without a source map is located as it is', () => {
  const file = join(folder, 'plain.js')
  writeFileSync(file, "exports.fail = () => {\n  throw new Error('x')\n}\n")
  assert.equal(locateError(thrownBy(file), folder), 'plain.js:2')
})

test('an error of the runtime is located in the runtime', () => {
  assert.match(locateError(new Error('x'), folder) ?? '', /^runtime\/location\.test\.ts:\d+$/)
})

test('an error of a library has no place of ours', () => {
  const error = new Error('x')
  error.stack =
    'Error: x\n    at run (/somewhere/node_modules/sharp/lib/index.js:1:2)\n    at node:internal/process:1:1'
  assert.equal(locateError(error, folder), undefined)
})
