import { toFloat16 } from './float16.ts'
import { DATA_TYPE, type OnnxGraph, type OnnxValue, writeOnnx } from './onnx.ts'

export interface Tensor {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

export interface Port {
  readonly name: string
  readonly type: keyof typeof DATA_TYPE
  readonly shape: readonly (number | string)[]
}

const ATTRIBUTE_INT = 2
const ATTRIBUTE_INTS = 7

function describePort({ name, type, shape }: Port): OnnxValue {
  const dim = shape.map((size) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size }))
  return { name, type: { tensorType: { elemType: DATA_TYPE[type], shape: { dim } } } }
}

const describeAttribute = (name: string, value: number | readonly number[]) =>
  typeof value === 'number' ? { name, i: value, type: ATTRIBUTE_INT } : { name, ints: [...value], type: ATTRIBUTE_INTS }

/** An ONNX graph under construction; every method answers the name of the value that it adds. */
export class GraphBuilder {
  readonly #graph: OnnxGraph
  #values = 0

  constructor(name: string) {
    this.#graph = { node: [], name, initializer: [], input: [], output: [] }
  }

  constant(
    name: string,
    dims: readonly number[],
    data: Float32Array | Uint8Array | Uint16Array | BigInt64Array,
  ): string {
    const type = {
      Float32Array: 'float32',
      Uint8Array: 'uint8',
      Uint16Array: 'float16',
      BigInt64Array: 'int64',
    } as const
    const dataType = DATA_TYPE[type[data[Symbol.toStringTag]]]
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    this.#graph.initializer.push({ dims: [...dims], dataType, name, rawData })
    return name
  }

  scalar(name: string, value: number): string {
    return this.constant(name, [], Float32Array.of(value))
  }

  operation(
    opType: string,
    input: readonly string[],
    attributes: Record<string, number | readonly number[]> = {},
    output = `t${this.#values++}`,
  ): string {
    const attribute = Object.entries(attributes).map(([name, value]) => describeAttribute(name, value))
    this.#graph.node.push({ input: [...input], output: [output], name: `${opType}_${output}`, opType, attribute })
    return output
  }

  /** A weight stored as float16; the runtime folds the cast when it loads the model, and computes in float32. */
  halfWeight(name: string, { shape, data }: Tensor): string {
    const half = this.constant(`${name}.h`, shape, Uint16Array.from(data, toFloat16))
    return this.operation('Cast', [half], { to: DATA_TYPE.float32 }, name)
  }

  /** The file, ONNX opset 17, IR 8. */
  finish(producerName: string, input: Port, outputs: readonly Port[]): Uint8Array {
    const graph = { ...this.#graph, input: [describePort(input)], output: outputs.map(describePort) }
    return writeOnnx({ irVersion: 8, producerName, graph, opsetImport: [{ domain: '', version: 17 }] }, 'unpacked')
  }
}
