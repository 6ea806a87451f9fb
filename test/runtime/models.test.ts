import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { loadFunction } from '#runtime/function'
import { verifyModel } from '#runtime/model-digest'
import { findModel } from '#runtime/model-spec'
import { writeTinyModels } from './tiny-models.ts'

process.env['ORT_DISABLE_TELEMETRY'] = '1'

const NONE = { modelVersion: undefined, modelPath: undefined, modelVariant: undefined }
const REQUEST = { body: Buffer.from([1, 2, 3]), query: new URLSearchParams(), contentType: '', accept: '' }

/** What a handler sees of its models, as JSON. */
const HANDLER = `
exports.default = async ({ body }, { model, infer, hasPart, answerJson }) => {
  const list = (values) => ({ data: Float32Array.of(...values), dims: [values.length] })
  const doubled = await infer({ data: body, dims: [body.length] }, 'doubled')
  const mixed = await infer({ a: list([5, 6]), b: list([1, 2]) }, ['sum', 'difference'], 'mix')
  const swapped = hasPart('swap') ? [...(await infer({ data: body, dims: [body.length] }, 'doubled', 'swap'))] : null
  return answerJson({ labels: model.labels, doubled: [...doubled], sum: [...mixed.sum], difference: [...mixed.difference], swapped })
}`

describe('a handler with several models', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vouch-models-'))
    writeTinyModels(folder)
    writeFileSync(join(folder, 'handler.js'), HANDLER)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  async function answer(env: Record<string, string> = {}) {
    const loaded = await loadFunction({ folder, model: findModel(folder, NONE, env), maxPixels: 1, gatewayUrl: '' })
    const { result, steps } = await loaded.run(REQUEST)
    if ('error' in result) throw result.error
    return { told: JSON.parse(String(result.answer.body)), steps: steps.map(({ name }) => name) }
  }

  it('runs the main one with one tensor, a part with one for each input, and gives each output', async () => {
    const { told, steps } = await answer()
    assert.deepEqual(told, { labels: [], doubled: [2, 4, 6], sum: [6, 8], difference: [4, 4], swapped: null })
    assert.deepEqual(steps, ['infer', 'infer', 'encode'])
  })

  it('has a part of the operator where its variable names a file', async () => {
    const { told } = await answer({ SWAP_MODEL_PATH: join(folder, 'models/double.onnx') })
    assert.deepEqual(told.swapped, [2, 4, 6])
  })

  it('says which part is not loaded', async () => {
    writeFileSync(
      join(folder, 'handler.js'),
      `exports.default = (_, { infer }) => infer({ data: Buffer.from([1]), dims: [1] }, 'y', 'none')`,
    )
    await assert.rejects(answer(), { name: 'ModelError', message: 'No part none is loaded.' })
  })

  it('is told of numbers that are not finite, which would be a black picture', async () => {
    writeFileSync(
      join(folder, 'handler.js'),
      `const list = (value) => ({ data: Float32Array.of(1, value), dims: [2] })
exports.default = (_, { infer }) => infer({ a: list(3e38), b: list(-3e38) }, ['sum', 'difference'], 'mix')`,
    )
    await assert.rejects(answer(), {
      name: 'ModelError',
      message: 'Output difference of the model has a number that is not finite.',
    })
  })

  it('is told by the digest of the main weights, and every part is checked', async () => {
    const files = findModel(folder, NONE)
    assert.ok(files?.parts['mix'] !== undefined)
    assert.equal(await verifyModel(files), files.weights.sha256?.slice(0, 12))
    const altered = { ...files, parts: { mix: { ...files.parts['mix'], sha256: '0'.repeat(64) } } }
    await assert.rejects(verifyModel(altered), {
      name: 'ModelError',
      message: 'mix.onnx does not have the sha256 that model.json names.',
    })
  })

  it('is warmed up by requests of its own, made from the pictures that model.json names', async () => {
    rmSync(join(folder, 'models'), { recursive: true })
    writeTinyModels(folder, { warmUp: ['plain', 'glass'] })
    const path = join(folder, 'handler.js')
    writeFileSync(
      path,
      `
exports.seen = []
exports.warmUp = (pictures) => [{ body: Buffer.concat(pictures), contentType: 'x/y', query: 'strict=1' }]
exports.default = ({ body, contentType, query }, { answerJson }) => {
  exports.seen.push([body.length > 0, contentType, query.get('strict')])
  return answerJson({})
}`,
    )
    await loadFunction({ folder, model: findModel(folder, NONE), maxPixels: 1, gatewayUrl: '' })
    assert.deepEqual(require(path).seen, [[true, 'x/y', '1']])
  })
})
