import type { CodedTensor } from './face-api-weights.ts'
import { GraphBuilder } from './graph-builder.ts'
import { DATA_TYPE } from './onnx.ts'

type Weights = ReadonlyMap<string, CodedTensor>

const CHANNEL_MEANS = [122.782, 117.001, 104.298]
/** The side of the picture after the first convolution and its pooling, from 150 pixels. */
const FIRST_SIZE = 35

/** From tfjs's order (height, width, in, out) to ONNX's (out, in, height, width). */
export function toOutputFirst<T extends Float32Array | Uint8Array>(values: T, shape: readonly number[]): T {
  const [height = 1, width = 1, inputs = 1, outputs = 1] = shape
  const moved = values.slice() as T
  values.forEach((value, index) => {
    const output = index % outputs
    const input = Math.floor(index / outputs) % inputs
    const pixel = Math.floor(index / (outputs * inputs))
    moved[(output * inputs + input) * height * width + pixel] = value
  })
  return moved
}

class DlibResNet {
  readonly graph = new GraphBuilder('dlib_face_resnet')
  readonly #weights: Weights
  #channels = 32
  #size = FIRST_SIZE

  constructor(weights: Weights) {
    this.#weights = weights
  }

  #weight(name: string): CodedTensor {
    const tensor = this.#weights.get(name)
    if (!tensor) throw new Error(`Expected ${name} among the weights but received none`)
    return tensor
  }

  /** The codes as they are, made numbers in the graph: the runtime folds this when it loads the model. */
  decode(name: string, shape: readonly number[], { codes, scale, min }: NonNullable<CodedTensor['coded']>): string {
    const values = this.graph.operation('Cast', [this.graph.constant(`${name}.q`, shape, codes)], {
      to: DATA_TYPE.float32,
    })
    const scaled = this.graph.operation('Mul', [values, this.graph.scalar(`${name}.s`, scale)])
    return this.graph.operation('Add', [scaled, this.graph.scalar(`${name}.m`, min)])
  }

  kernel(key: string, factor: Float32Array): string {
    const { shape, data, coded } = this.#weight(`${key}/conv/filters`)
    const [height = 1, width = 1, inputs = 1, outputs = 1] = shape
    const name = key.replaceAll('/', '_')
    const dims = [outputs, inputs, height, width]
    if (coded) {
      const decoded = this.decode(name, dims, { ...coded, codes: toOutputFirst(coded.codes, shape) })
      return this.graph.operation('Mul', [decoded, this.graph.constant(`${name}.f`, [outputs, 1, 1, 1], factor)])
    }
    const scaled = data.map((value, index) => value * (factor[index % outputs] ?? 0))
    return this.graph.constant(`${name}.w`, dims, toOutputFirst(scaled, shape))
  }

  convolve(input: string, key: string, stride: number): string {
    const factor = this.#weight(`${key}/scale/weights`).data
    const shift = this.#weight(`${key}/scale/biases`).data
    const { data } = this.#weight(`${key}/conv/bias`)
    const bias = data.map((value, channel) => value * (factor[channel] ?? 0) + (shift[channel] ?? 0))
    const [side = 1] = this.#weight(`${key}/conv/filters`).shape
    const padding = stride === 1 ? side >> 1 : 0
    const kernel = this.kernel(key, factor)
    const constant = this.graph.constant(`${key.replaceAll('/', '_')}.b`, [bias.length], bias)
    return this.graph.operation('Conv', [input, kernel, constant], {
      kernel_shape: [side, side],
      strides: [stride, stride],
      pads: [padding, padding, padding, padding],
    })
  }

  #pair(input: string, key: string, stride: number): string {
    const first = this.graph.operation('Relu', [this.convolve(input, `${key}/conv1`, stride)])
    return this.convolve(first, `${key}/conv2`, 1)
  }

  stem(): string {
    const transposed = this.graph.operation('Transpose', ['face'], { perm: [0, 3, 1, 2] })
    const pixels = this.graph.operation('Cast', [transposed], { to: DATA_TYPE.float32 })
    const means = this.graph.constant('mean', [1, 3, 1, 1], Float32Array.from(CHANNEL_MEANS))
    const centred = this.graph.operation('Sub', [pixels, means])
    const scaled = this.graph.operation('Mul', [centred, this.graph.scalar('inv', 1 / 256)])
    const features = this.graph.operation('Relu', [this.convolve(scaled, 'conv32_down', 2)])
    return this.graph.operation('MaxPool', [features], { kernel_shape: [3, 3], strides: [2, 2] })
  }

  keep(input: string, key: string): string {
    return this.graph.operation('Relu', [this.graph.operation('Add', [this.#pair(input, key, 1), input])])
  }

  /** Halves the picture; the way around is pooled, and both are padded with zeros to the same size and channels. */
  halve(input: string, key: string, channels: number): string {
    let way = this.#pair(input, key, 2)
    let around = this.graph.operation('AveragePool', [input], { kernel_shape: [2, 2], strides: [2, 2] })
    const convolved = ((this.#size - 3) >> 1) + 1
    const pooled = ((this.#size - 2) >> 1) + 1
    if (convolved !== pooled) {
      const pads = this.graph.constant(`pad_${key}`, [8], BigInt64Array.of(0n, 0n, 0n, 0n, 0n, 0n, 1n, 1n))
      way = this.graph.operation('Pad', [way, pads])
    }
    if (channels !== this.#channels) {
      const zeros = this.graph.operation('Sub', [around, around])
      around = this.graph.operation('Concat', [around, zeros], { axis: 1 })
    }
    this.#size = Math.max(convolved, pooled)
    this.#channels = channels
    return this.graph.operation('Relu', [this.graph.operation('Add', [around, way])])
  }

  embed(input: string): void {
    const pooled = this.graph.operation('GlobalAveragePool', [input])
    const flat = this.graph.operation('Flatten', [pooled], { axis: 1 })
    const { shape, data, coded } = this.#weight('fc')
    const matrix = coded ? this.decode('fc', shape, coded) : this.graph.constant('fc.w', shape, data)
    this.graph.operation('MatMul', [flat, matrix], {}, 'embedding')
  }
}

/** dlib's face ResNet as ONNX: uint8 [N,150,150,3] RGB to an embedding [N,128], face-api's 8-bit codes kept. */
export function buildDlibResNet(weights: Weights): Uint8Array {
  const network = new DlibResNet(weights)
  let value = network.stem()
  for (const key of ['conv32_1', 'conv32_2', 'conv32_3']) value = network.keep(value, key)
  value = network.halve(value, 'conv64_down', 64)
  for (const key of ['conv64_1', 'conv64_2', 'conv64_3']) value = network.keep(value, key)
  value = network.halve(value, 'conv128_down', 128)
  for (const key of ['conv128_1', 'conv128_2']) value = network.keep(value, key)
  value = network.halve(value, 'conv256_down', 256)
  for (const key of ['conv256_1', 'conv256_2']) value = network.keep(value, key)
  network.embed(network.halve(value, 'conv256_down_out', 256))
  return network.graph.finish('faceapi-resnet-to-onnx', { name: 'face', type: 'uint8', shape: ['N', 150, 150, 3] }, [
    { name: 'embedding', type: 'float32', shape: ['N', 128] },
  ])
}
