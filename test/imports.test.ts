import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'

/** docs/architecture.md: a folder may import those in rows below its own. */
const ROWS = [
  ['src/cli', 'features', 'scripts', 'bench'],
  ['src/review', 'src/local'],
  ['src/gate'],
  ['src/report', 'src/evidence'],
  ['src/verdict'],
  ['src/contract', 'src/catalogue', 'src/logql', 'src/stats'],
  ['src/client', 'src/errors.ts'],
]
/** Imports within a row, or upwards, that the architecture names. */
const ALLOWED = [
  'features -> src/cli',
  'scripts -> test',
  'bench -> test',
  'bench -> scripts',
  'src/catalogue -> src/contract',
]

const sources = globSync(['{src,features,scripts,bench,functions,template}/**/*.ts'], {
  exclude: (path) => path.includes('node_modules') || path.endsWith('.test.ts'),
})

const folderOf = (path: string) =>
  ROWS.flat().find((folder) => path === folder || path.startsWith(`${folder}/`)) ?? path.split('/')[0] ?? ''
const rowOf = (folder: string) => ROWS.findIndex((row) => row.includes(folder))

interface Import {
  readonly file: string
  readonly to: string
}

function ownImports(file: string): Import[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/from '(\.[^']+|#[^']+)'/g)].map(([, to = '']) => ({
    file,
    to: to.startsWith('#') ? to : normalize(join(dirname(file), to)),
  }))
}

const imports = sources.flatMap(ownImports)

test('imports go one way, from a row to those below it', () => {
  const wrong = imports.filter(({ file, to }) => {
    const [from, into] = [folderOf(file), folderOf(to)]
    if (from === into || to.startsWith('#') || ALLOWED.includes(`${from} -> ${into}`)) return false
    return rowOf(from) === -1 || rowOf(into) === -1 || rowOf(from) >= rowOf(into)
  })
  assert.deepEqual(wrong, [])
  assert.ok(imports.length > 100, `${imports.length}`)
})

test('functions import the runtime as #runtime alone, and no half imports the other', () => {
  const functions = imports.filter(({ file }) => file.startsWith('functions/'))
  const outside = functions.filter(({ file, to }) => !to.startsWith('#runtime/') && dirname(to) !== dirname(file))
  assert.deepEqual(outside, [])
  const gate = imports.filter(
    ({ file, to }) => file.startsWith('src/') && (to.startsWith('#') || /^(functions|template)\//.test(to)),
  )
  assert.deepEqual(gate, [])
})

test('no export of the gate is a default, but for the file that Cucumber loads', () => {
  const defaults = sources.filter(
    (file) => file.startsWith('src/') && /^export default/m.test(readFileSync(file, 'utf8')),
  )
  assert.deepEqual(defaults, ['src/report/cucumber-formatter.ts'])
})
