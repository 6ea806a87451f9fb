import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DATA_TYPE, type OnnxNode, type OnnxTensor, writeOnnx } from '../../scripts/models/onnx.ts'

const describeTensor = (name: string, dims: readonly number[]) => ({
  name,
  type: { tensorType: { elemType: DATA_TYPE.float32, shape: { dim: dims.map((dimValue) => ({ dimValue })) } } },
})

const describeNode = (opType: string, input: string[], output: string): OnnxNode => ({
  input,
  output: [output],
  name: output,
  opType,
  attribute: [],
})

interface Shapes {
  readonly [name: string]: readonly number[]
}

function writeModel(inputs: Shapes, node: OnnxNode[], initializer: OnnxTensor[], outputs: Shapes): Uint8Array {
  const describeAll = (shapes: Shapes) => Object.entries(shapes).map(([name, dims]) => describeTensor(name, dims))
  const graph = { node, name: 'tiny', initializer, input: describeAll(inputs), output: describeAll(outputs) }
  return writeOnnx(
    { irVersion: 8, producerName: 'vouch-test', graph, opsetImport: [{ domain: '', version: 17 }] },
    'unpacked',
  )
}

/** `face` -> `embedding`: every number of it is the mean of the first channel. */
const ENCODER = writeModel(
  { face: [1, 3, 112, 112] },
  [
    describeNode('GlobalAveragePool', ['face'], 'means'),
    describeNode('Flatten', ['means'], 'row'),
    describeNode('MatMul', ['row', 'spread'], 'embedding'),
  ],
  [
    {
      name: 'spread',
      dims: [3, 512],
      dataType: DATA_TYPE.float32,
      floatData: Array.from({ length: 1536 }, (_, at) => (at < 512 ? 1 : 0)),
    },
  ],
  { embedding: [1, 512] },
)

/** `target` -> `output`: its negative, all the darker the more there is in `source`. */
const SWAP = writeModel(
  { target: [1, 3, 128, 128], source: [1, 512] },
  [
    describeNode('Sub', ['one', 'target'], 'negative'),
    describeNode('MatMul', ['source', 'mean'], 'amount'),
    describeNode('Mul', ['negative', 'amount'], 'output'),
  ],
  [
    { name: 'one', dims: [1], dataType: DATA_TYPE.float32, floatData: [1] },
    { name: 'mean', dims: [512, 1], dataType: DATA_TYPE.float32, floatData: new Array(512).fill(1 / 512) },
  ],
  { output: [1, 3, 128, 128] },
)

/** Writes models that face-swapper takes for those of an operator, and gives the variables that name them. */
export function writeTinySwapModels(folder: string): Record<string, string> {
  const env = { SWAP_ENCODER_PATH: join(folder, 'encoder.onnx'), SWAP_MODEL_PATH: join(folder, 'swap.onnx') }
  writeFileSync(env.SWAP_ENCODER_PATH, ENCODER)
  writeFileSync(env.SWAP_MODEL_PATH, SWAP)
  return env
}
