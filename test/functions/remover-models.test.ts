import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import { loadFunction } from '#runtime/function'
import { findModel } from '#runtime/model-spec'
import { DATA_TYPE, writeOnnx } from '../../scripts/models/onnx.ts'

const FOLDER = resolve(__dirname, '../../functions/background-remover')
const NONE = { modelVersion: undefined, modelPath: undefined, modelVariant: undefined }
const SIZE = 1024

const describeTensor = (name: string, channels: number) => ({
  name,
  type: {
    tensorType: {
      elemType: DATA_TYPE.float32,
      shape: { dim: [1, channels, SIZE, SIZE].map((dimValue) => ({ dimValue })) },
    },
  },
})

/** A model in the shape of the operator's: foreground is what has light in any channel. */
function writeModel(input: string, output: string): Uint8Array {
  const most = { name: 'axes', ints: [1], type: 7 }
  const keep = { name: 'keepdims', i: 1, type: 2 }
  const node = [
    { input: [input, input], output: ['twice'], name: 'twice', opType: 'Add', attribute: [] },
    { input: ['twice'], output: [output], name: output, opType: 'ReduceMax', attribute: [most, keep] },
  ]
  const graph = {
    node,
    name: 'tiny',
    initializer: [],
    input: [describeTensor(input, 3)],
    output: [describeTensor(output, 1)],
  }
  const opsetImport = [{ domain: '', version: 17 }]
  return writeOnnx({ irVersion: 8, producerName: 'vouch-test', graph, opsetImport }, 'unpacked')
}

/** White to the left, black to the right. */
function drawHalves(): Promise<Buffer> {
  const white = sharp({ create: { width: 40, height: 60, channels: 3, background: '#ffffff' } }).png()
  return white.extend({ right: 40, background: '#000000' }).toBuffer()
}

describe("the operator's models of the background-remover", () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'vouch-remover-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  for (const { variable, name, input, output } of [
    { variable: 'ISNET_MODEL_PATH', name: 'isnet', input: 'input', output: 'output' },
    { variable: 'RMBG_MODEL_PATH', name: 'rmbg-2.0', input: 'pixel_values', output: 'alphas' },
  ]) {
    it(`${variable} names a model that is run in place of the function's own`, async () => {
      const path = join(folder, `${name}.onnx`)
      writeFileSync(path, writeModel(input, output))
      const model = findModel(FOLDER, NONE, { [variable]: path })
      const loaded = await loadFunction({ folder: FOLDER, model, maxPixels: 1e6, gatewayUrl: '' })
      const request = { body: await drawHalves(), query: new URLSearchParams(), contentType: 'image/png', accept: '' }
      const { result, steps } = await loaded.run(request)
      if ('error' in result) throw result.error
      const { answer } = result
      assert.equal(answer.headers?.['X-Vouch-Model'], name)
      assert.equal(answer.log.engine, name)
      assert.ok(Math.abs((answer.log.foregroundRatio ?? 0) - 0.5) < 0.01, `${answer.log.foregroundRatio}`)
      assert.equal(steps.filter(({ name }) => name === 'infer').length, 1)
      const pixels = await sharp(answer.body as Buffer)
        .raw()
        .toBuffer()
      assert.deepEqual([...pixels.subarray(0, 4)], [255, 255, 255, 255])
      assert.deepEqual([...pixels.subarray(79 * 4, 80 * 4)], [0, 0, 0, 0])
    })
  }

  it('a model that is not there stops the start and names the variable', () => {
    assert.throws(() => findModel(FOLDER, NONE, { ISNET_MODEL_PATH: join(folder, 'none.onnx') }), {
      name: 'ModelError',
      message: 'The file of ISNET_MODEL_PATH does not exist.',
    })
  })
})
