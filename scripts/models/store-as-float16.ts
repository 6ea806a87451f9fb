import { toFloat16 } from './float16.ts'
import { DATA_TYPE, type OnnxGraph, type OnnxNode, type OnnxTensor, readOnnx, writeOnnx } from './onnx.ts'

export interface HalvingOptions {
  /** The outputs to keep; nodes and weights that only others need are left out. */
  readonly outputs?: readonly string[]
  /** The input's sizes; a name is a size that varies, and makes those of the outputs vary. */
  readonly inputSizes?: readonly (number | string)[]
}

const FEWEST_VALUES = 64

function keepOutputs(graph: OnnxGraph, names: readonly string[]): void {
  const needed = new Set(names)
  const kept: OnnxNode[] = []
  for (const node of graph.node.toReversed()) {
    if (!node.output.some((name) => needed.has(name))) continue
    for (const name of node.input) needed.add(name)
    kept.unshift(node)
  }
  graph.node = kept
  graph.output = graph.output.filter(({ name }) => names.includes(name))
  graph.initializer = graph.initializer.filter(({ name }) => needed.has(name))
}

function resize(graph: OnnxGraph, sizes: readonly (number | string)[]): void {
  const [input] = graph.input
  if (!input) throw new Error('Expected an input in the graph but received none')
  input.type.tensorType.shape.dim = sizes.map((size) =>
    typeof size === 'string' ? { dimParam: size } : { dimValue: size },
  )
  for (const { name, type } of graph.output) {
    const { shape } = type.tensorType
    shape.dim = shape.dim.map(({ dimValue }, axis) =>
      axis === 1 ? { dimValue: Number(dimValue) } : { dimParam: `${name}_${axis}` },
    )
  }
}

const valuesOf = ({ rawData, floatData }: OnnxTensor) =>
  rawData?.length ? new Float32Array(Uint8Array.from(rawData).buffer) : Float32Array.from(floatData ?? [])

/** Turns a weight into float16, and answers the node that makes it float32 again. */
function halve(tensor: OnnxTensor): OnnxNode[] {
  if (tensor.dataType !== DATA_TYPE.float32 || tensor.dims.length < 2) return []
  const values = valuesOf(tensor)
  if (values.length < FEWEST_VALUES) return []
  const { name } = tensor
  tensor.name = `${name}__h`
  tensor.dataType = DATA_TYPE.float16
  tensor.floatData = []
  tensor.rawData = new Uint8Array(Uint16Array.from(values, toFloat16).buffer)
  const attribute = [{ name: 'to', i: DATA_TYPE.float32, type: 2 }]
  return [{ opType: 'Cast', name: `cast_${name}`, input: [tensor.name], output: [name], attribute }]
}

/** An ONNX file with its weights of two and more dimensions, and at least 64 values, stored as float16. */
export function storeAsFloat16(file: Uint8Array, { outputs, inputSizes }: HalvingOptions = {}): Uint8Array {
  const model = readOnnx(file)
  const { graph } = model
  const weights = new Set(graph.initializer.map(({ name }) => name))
  graph.input = graph.input.filter(({ name }) => !weights.has(name))
  graph.valueInfo = []
  if (outputs) keepOutputs(graph, outputs)
  if (inputSizes) resize(graph, inputSizes)
  graph.node = [...graph.initializer.flatMap(halve), ...graph.node]
  model.irVersion = Math.max(4, Number(model.irVersion))
  model.producerName = `${model.producerName} + f16-weights`
  return writeOnnx(model, 'packed')
}
