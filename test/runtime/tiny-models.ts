import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DATA_TYPE, type OnnxNode, writeOnnx } from '../../scripts/models/onnx.ts'

/** A list of numbers of any length. */
const describeList = (name: string, elemType: number) => ({
  name,
  type: { tensorType: { elemType, shape: { dim: [{ dimParam: 'N' }] } } },
})

const describeNode = (opType: string, input: string[], output: string, attribute: OnnxNode['attribute'] = []) => ({
  input,
  output: [output],
  name: output,
  opType,
  attribute,
})

function writeModel(inputs: Record<string, number>, node: OnnxNode[], outputs: readonly string[]): Uint8Array {
  const graph = {
    node,
    name: 'tiny',
    initializer: [],
    input: Object.entries(inputs).map(([name, type]) => describeList(name, type)),
    output: outputs.map((name) => describeList(name, DATA_TYPE.float32)),
  }
  return writeOnnx(
    { irVersion: 8, producerName: 'vouch-test', graph, opsetImport: [{ domain: '', version: 17 }] },
    'unpacked',
  )
}

/** `numbers` (uint8) -> `doubled`. */
const DOUBLE = writeModel(
  { numbers: DATA_TYPE.uint8 },
  [
    describeNode('Cast', ['numbers'], 'cast', [{ name: 'to', i: DATA_TYPE.float32, type: 2 }]),
    describeNode('Add', ['cast', 'cast'], 'doubled'),
  ],
  ['doubled'],
)

/** `a`, `b` (float32) -> `sum`, `difference`. */
const MIX = writeModel(
  { a: DATA_TYPE.float32, b: DATA_TYPE.float32 },
  [describeNode('Add', ['a', 'b'], 'sum'), describeNode('Sub', ['a', 'b'], 'difference')],
  ['sum', 'difference'],
)

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/**
 * Gives a handler a model that doubles numbers, and a part `mix` that adds and subtracts: quickly loaded, wholly known.
 *
 * @param more keys of model.json
 */
export function writeTinyModels(folder: string, more: Readonly<Record<string, unknown>> = {}): void {
  mkdirSync(join(folder, 'models'))
  writeFileSync(join(folder, 'models/double.onnx'), DOUBLE)
  writeFileSync(join(folder, 'models/mix.onnx'), MIX)
  const spec = {
    name: 'double',
    version: '1.0.0',
    defaultVariant: 'only',
    variants: { only: { file: 'double.onnx', sha256: hash(DOUBLE) } },
    parts: { mix: { file: 'mix.onnx', sha256: hash(MIX), arena: false } },
    operatorParts: { swap: 'SWAP_MODEL_PATH' },
    warmUp: [],
    ...more,
  }
  writeFileSync(join(folder, 'model.json'), JSON.stringify(spec))
}
