import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { NOT_REBUILDABLE, RECIPES } from '../../scripts/models/recipes.ts'
import { readCardDigest } from '../../scripts/models/verify.ts'

const files = globSync('*.{onnx,json}', { cwd: 'models' })

test('the models are at most 30 MB together', () => {
  const total = files.reduce((sum, file) => sum + statSync(`models/${file}`).size, 0)
  assert.ok(total <= 30_000_000, `${total}`)
})

for (const file of files) {
  test(`${file} is the one that its card describes`, () => {
    const content = readFileSync(`models/${file}`)
    assert.equal(createHash('sha256').update(content).digest('hex'), readCardDigest('models', file))
    const card = readFileSync(`models/${file.replace(/\.(onnx|json)$/, '.md')}`, 'utf8')
    assert.ok(card.includes(`${content.length.toLocaleString('en')} bytes`))
  })
}

test('every file can be made again, or says why it cannot', () => {
  const known = [...RECIPES.map(({ file }) => file), ...Object.keys(NOT_REBUILDABLE)]
  assert.deepEqual(known.toSorted(), files.toSorted())
})

test('every licence text that a card points to is there', () => {
  const pointed = globSync('models/*.md').flatMap((card) =>
    [...readFileSync(card, 'utf8').matchAll(/\]\((licences\/[^)]+\.txt)\)/g)].map(([, path]) => `models/${path}`),
  )
  for (const path of pointed) assert.ok(statSync(path).size > 500, path)
  assert.deepEqual(new Set(pointed), new Set(globSync('models/licences/*.txt')))
})
