import { GraphBuilder, type Tensor } from './graph-builder.ts'
import { DATA_TYPE } from './onnx.ts'

type Weights = ReadonlyMap<string, Tensor>

const SIZE = 224
const CLASSES = 1000
const BATCH_NORM_EPSILON = 1e-3
/** EfficientNet-Lite0's stages: repeats, kernel, stride of the first, expansion, channels in and out (arXiv 1905.11946, table 1). */
const STAGES = [
  [1, 3, 1, 1, 32, 16],
  [2, 3, 2, 6, 16, 24],
  [2, 5, 2, 6, 24, 40],
  [3, 3, 2, 6, 40, 80],
  [3, 5, 1, 6, 80, 112],
  [4, 5, 2, 6, 112, 192],
  [1, 3, 1, 6, 192, 320],
] as const

function weight(weights: Weights, name: string): Tensor {
  const tensor = weights.get(name)
  if (!tensor) throw new Error(`Expected ${name} in the state dict but received none`)
  return tensor
}

/** A convolution's weights and bias with the batch normalisation that follows it multiplied in. */
export function foldBatchNorm(
  weights: Weights,
  convolution: string,
  norm: string,
): { kernel: Tensor; bias: Float32Array } {
  const { shape, data } = weight(weights, `${convolution}.weight`)
  const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map(
    (part) => weight(weights, `${norm}.${part}`).data,
  )
  const channels = shape[0] ?? 0
  const perChannel = data.length / channels
  const scales = Array.from(
    { length: channels },
    (_, channel) => (gamma?.[channel] ?? 0) / Math.sqrt((variance?.[channel] ?? 0) + BATCH_NORM_EPSILON),
  )
  const bias = Float32Array.from(scales, (scale, channel) => (beta?.[channel] ?? 0) - (mean?.[channel] ?? 0) * scale)
  const kernel = data.map((value, index) => value * (scales[Math.floor(index / perChannel)] ?? 0))
  return { kernel: { shape, data: kernel }, bias }
}

interface Convolution {
  readonly name: string
  readonly norm: string
  readonly stride?: number
  readonly depthwise?: boolean
  readonly linear?: boolean
}

class EfficientNetLite {
  readonly graph = new GraphBuilder('efficientnet-lite0')
  readonly #weights: Weights
  #size = SIZE

  constructor(weights: Weights) {
    this.#weights = weights
    this.graph.scalar('six', 6)
    this.graph.scalar('zero', 0)
  }

  convolve(input: string, { name, norm, stride = 1, depthwise = false, linear = false }: Convolution): string {
    const { kernel, bias } = foldBatchNorm(this.#weights, name, norm)
    const [channels = 0, , side = 0] = kernel.shape
    const size = Math.ceil(this.#size / stride)
    const padding = Math.max((size - 1) * stride + side - this.#size, 0)
    const before = padding >> 1
    const after = padding - before
    this.#size = size
    const inputs = [
      input,
      this.graph.halfWeight(`${name}.w`, kernel),
      this.graph.constant(`${name}.b`, [channels], bias),
    ]
    const output = this.graph.operation('Conv', inputs, {
      kernel_shape: [side, side],
      strides: [stride, stride],
      pads: [before, before, after, after],
      group: depthwise ? channels : 1,
    })
    return linear ? output : this.graph.operation('Clip', [output, 'zero', 'six'])
  }

  scaleInput(): string {
    const transposed = this.graph.operation('Transpose', ['image'], { perm: [0, 3, 1, 2] })
    const pixels = this.graph.operation('Cast', [transposed], { to: DATA_TYPE.float32 })
    const centred = this.graph.operation('Sub', [pixels, this.graph.scalar('mean', 127)])
    return this.graph.operation('Mul', [centred, this.graph.scalar('inv_std', 1 / 128)])
  }

  block(input: string, name: string, stride: number, expands: boolean, adds: boolean): string {
    const expanded = expands ? this.convolve(input, { name: `${name}._expand_conv`, norm: `${name}._bn0` }) : input
    const depthwise = { name: `${name}._depthwise_conv`, norm: `${name}._bn1`, stride, depthwise: true }
    const filtered = this.convolve(expanded, depthwise)
    const projected = this.convolve(filtered, { name: `${name}._project_conv`, norm: `${name}._bn2`, linear: true })
    return adds ? this.graph.operation('Add', [projected, input]) : projected
  }

  blocks(input: string): string {
    let value = input
    let index = 0
    for (const [repeats, , firstStride, expansion, channelsIn, channelsOut] of STAGES) {
      for (let repeat = 0; repeat < repeats; repeat++) {
        const stride = repeat === 0 ? firstStride : 1
        const adds = stride === 1 && (repeat > 0 || Number(channelsIn) === channelsOut)
        value = this.block(value, `_blocks.${index++}`, stride, expansion !== 1, adds)
      }
    }
    return value
  }

  classify(input: string): void {
    const pooled = this.graph.operation('GlobalAveragePool', [input])
    const flat = this.graph.operation('Flatten', [pooled], { axis: 1 })
    const matrix = this.graph.halfWeight('_fc.w', weight(this.#weights, '_fc.weight'))
    const bias = this.graph.constant('_fc.b', [CLASSES], weight(this.#weights, '_fc.bias').data)
    this.graph.operation('Gemm', [flat, matrix, bias], { transB: 1 }, 'logits')
    this.graph.operation('Softmax', ['logits'], { axis: 1 }, 'probabilities')
  }
}

/** EfficientNet-Lite0 as ONNX: uint8 [N,224,224,3] RGB to probabilities and logits [N,1000], weights as float16. */
export function buildEfficientNetLite(weights: Weights): Uint8Array {
  const network = new EfficientNetLite(weights)
  const stem = network.convolve(network.scaleInput(), { name: '_conv_stem', norm: '_bn0', stride: 2 })
  network.classify(network.convolve(network.blocks(stem), { name: '_conv_head', norm: '_bn1' }))
  return network.graph.finish('effnet-lite-to-onnx', { name: 'image', type: 'uint8', shape: ['N', SIZE, SIZE, 3] }, [
    { name: 'probabilities', type: 'float32', shape: ['N', CLASSES] },
    { name: 'logits', type: 'float32', shape: ['N', CLASSES] },
  ])
}
