import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toOutputFirst } from '../../scripts/models/dlib-resnet.ts'
import { foldBatchNorm } from '../../scripts/models/efficientnet-lite.ts'
import { readFaceApiWeights } from '../../scripts/models/face-api-weights.ts'
import { toFloat16 } from '../../scripts/models/float16.ts'
import { GraphBuilder } from '../../scripts/models/graph-builder.ts'
import { extractLabels } from '../../scripts/models/labels.ts'
import { DATA_TYPE, type OnnxTensor, readOnnx, writeOnnx } from '../../scripts/models/onnx.ts'
import { storeAsFloat16 } from '../../scripts/models/store-as-float16.ts'

/** Values of IEEE 754 binary16: en.wikipedia.org/wiki/Half-precision_floating-point_format#Half_precision_examples */
const HALVES = [
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [1 / 3, 0x3555],
  [2 ** -14, 0x0400],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
] as const

for (const [value, half] of HALVES) {
  test(`${value} is 0x${half.toString(16)} as float16`, () => assert.equal(toFloat16(value), half))
}

test('a number beyond float16 is refused, and so is one that rounds beyond it', () => {
  assert.throws(() => toFloat16(70000), { message: 'Expected a number within float16 but received 70000' })
  assert.throws(() => toFloat16(65520), { message: 'Expected a number within float16 but received 65520' })
})

const port = (name: string, shape: number[]) => ({ name, type: 'float32', shape }) as const

function buildTwoWays(): Uint8Array {
  const graph = new GraphBuilder('two')
  graph.constant(
    'big',
    [8, 8],
    Float32Array.from({ length: 64 }, (_, index) => index / 4),
  )
  graph.constant('small', [1, 2], Float32Array.of(1, 2))
  graph.operation('MatMul', ['x', 'big'], {}, 'kept')
  graph.operation('Mul', ['x', 'small'], {}, 'left')
  return graph.finish('test', port('x', [1, 8]), [port('kept', [1, 8]), port('left', [1, 8])])
}

test('weights of 64 values and more become float16, with a cast before all other nodes', () => {
  const { graph, producerName } = readOnnx(storeAsFloat16(buildTwoWays()))
  assert.deepEqual(
    graph.initializer.map(({ name, dataType }) => [name, dataType]),
    [
      ['big__h', DATA_TYPE.float16],
      ['small', DATA_TYPE.float32],
    ],
  )
  assert.deepEqual(
    graph.node.map(({ opType, output }) => [opType, ...output]),
    [
      ['Cast', 'big'],
      ['MatMul', 'kept'],
      ['Mul', 'left'],
    ],
  )
  assert.equal(producerName, 'test + f16-weights')
})

test('only what the kept outputs need is left in the graph', () => {
  const { graph } = readOnnx(storeAsFloat16(buildTwoWays(), { outputs: ['left'] }))
  assert.deepEqual(
    graph.node.map(({ opType }) => opType),
    ['Mul'],
  )
  assert.deepEqual(
    graph.initializer.map(({ name }) => name),
    ['small'],
  )
  assert.deepEqual(
    graph.output.map(({ name }) => name),
    ['left'],
  )
})

test('named sizes vary, and those of the outputs with them, all but the channels', () => {
  const { graph } = readOnnx(storeAsFloat16(buildTwoWays(), { outputs: ['kept'], inputSizes: ['N', 8] }))
  const sizes = [graph.input[0], graph.output[0]].map((value) =>
    value?.type.tensorType.shape.dim.map(({ dimParam, dimValue }) => dimParam || Number(dimValue)),
  )
  assert.deepEqual(sizes, [
    ['N', 8],
    ['kept_0', 8],
  ])
})

test('weights that stand as a list of floats are halved like raw ones', () => {
  const model = readOnnx(buildTwoWays())
  const big = model.graph.initializer[0] as OnnxTensor
  big.rawData = new Uint8Array()
  big.floatData = Array.from({ length: 64 }, (_, index) => index / 4)
  assert.deepEqual(storeAsFloat16(writeOnnx(model, 'packed')), storeAsFloat16(buildTwoWays()))
})

test('batch normalisation is multiplied into the convolution before it', () => {
  const one = (value: number) => ({ shape: [1], data: Float32Array.of(value) })
  const weights = new Map([
    ['c.weight', { shape: [1, 2, 1, 1], data: Float32Array.of(1, -2) }],
    ['n.weight', one(3)],
    ['n.bias', one(5)],
    ['n.running_mean', one(2)],
    ['n.running_var', one(0.999)],
  ])
  const { kernel, bias } = foldBatchNorm(weights, 'c', 'n')
  const rounded = [...kernel.data, ...bias].map((value) => Math.round(value * 1e4) / 1e4)
  assert.deepEqual(rounded, [3, -6, -1])
  assert.throws(() => foldBatchNorm(new Map(), 'c', 'n'), {
    message: 'Expected c.weight in the state dict but received none',
  })
})

const MANIFEST = JSON.stringify([
  {
    weights: [
      { name: 'coded', shape: [1, 2], quantization: { dtype: 'uint8', scale: 0.5, min: -1 } },
      { name: 'plain', shape: [1] },
    ],
  },
])

test("face-api's codes are kept beside their values", () => {
  const bin = Buffer.concat([Buffer.of(0, 4), Buffer.from(Float32Array.of(7).buffer)])
  const weights = readFaceApiWeights(MANIFEST, bin)
  assert.deepEqual(weights.get('coded'), {
    shape: [1, 2],
    data: Float32Array.of(-1, 1),
    coded: { codes: Uint8Array.of(0, 4), scale: 0.5, min: -1 },
  })
  assert.deepEqual(weights.get('plain'), { shape: [1], data: Float32Array.of(7) })
  const message = 'Expected 6 bytes of weights but received 5'
  assert.throws(() => readFaceApiWeights(MANIFEST, bin.subarray(0, 5)), { message })
  assert.throws(() => readFaceApiWeights(MANIFEST, Buffer.concat([bin, Buffer.of(0)])), {
    message: 'Expected 6 bytes of weights but received 7',
  })
})

test('filters go from height, width, in, out to out, in, height, width', () => {
  const moved = toOutputFirst(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7), [1, 2, 2, 2])
  assert.deepEqual(moved, Uint8Array.of(0, 4, 2, 6, 1, 5, 3, 7))
})

test('labels are those of ImageNet alone, a name a line', () => {
  const source = '_IMAGENET_CATEGORIES = [\n    "tench",\n    "jack-o\'-lantern",\n]\n\n_COCO = [\n    "cat",\n]\n'
  assert.equal(extractLabels(source), '[\n"tench",\n"jack-o\'-lantern"\n]')
  assert.throws(() => extractLabels(''), { message: 'Expected _IMAGENET_CATEGORIES in _meta.py but received none' })
})
