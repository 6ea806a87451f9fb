import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LEFT_EYE, LIP_CORNERS, type Mesh, NOSE_TIP, RIGHT_EYE } from '#runtime/face-mesh'
import type { HandlerTools } from '#runtime/handler'
import { openEngine } from './engine.ts'

interface Call {
  readonly feeds: unknown
  readonly output: unknown
  readonly part: unknown
}

interface Tensor {
  readonly data: Float32Array
  readonly dims: readonly number[]
}

/** A face whose five points lie where ArcFace lays them, on a picture of 112 x 112 pixels; red grows to the right. */
const PLACES = new Map<number, readonly [number, number]>([
  ...LEFT_EYE.map((index) => [index, [38.2946, 51.6963]] as const),
  ...RIGHT_EYE.map((index) => [index, [73.5318, 51.5014]] as const),
  [NOSE_TIP, [56.0252, 71.7366]],
  [LIP_CORNERS[0], [41.5493, 92.3655]],
  [LIP_CORNERS[1], [70.7299, 92.2041]],
])
const MESH: Mesh = Array.from({ length: 468 }, (_, index) => {
  const [x, y] = PLACES.get(index) ?? [20 + ((index * 37) % 72), 20 + ((index * 53) % 80)]
  return [x, y, Math.abs(x - 56)]
})
const pixels = Uint8Array.from({ length: 112 * 112 * 3 }, (_, at) => (at % 3 === 0 ? Math.floor(at / 3) % 112 : 255))
const PORTRAIT = { picture: { pixels, width: 112, height: 112, channels: 3 }, mesh: MESH } as const
const EMBEDDING = Float32Array.from({ length: 512 }, (_, index) => index / 512)

function fakeTools(parts: readonly string[], calls: Call[] = []) {
  return {
    step: (_: string, work: () => unknown) => work(),
    hasPart: (name: string) => parts.includes(name),
    infer: async (feeds: unknown, output: unknown, part: unknown) => {
      calls.push({ feeds, output, part })
      return part === 'encoder'
        ? EMBEDDING
        : Float32Array.from({ length: 3 * 128 * 128 }, (_, at) => (at < 16384 ? 2 : 0.2))
    },
  } as unknown as HandlerTools
}

describe('openEngine', () => {
  it('takes the mesh where the operator gives no models', async () => {
    assert.equal((await openEngine(PORTRAIT, fakeTools([]))).name, 'mesh')
  })

  for (const part of ['swap', 'encoder']) {
    it(`refuses ${part} alone`, async () => {
      await assert.rejects(openEngine(PORTRAIT, fakeTools([part])), {
        name: 'ModelError',
        message: 'SWAP_MODEL_PATH and SWAP_ENCODER_PATH need each other.',
      })
    })
  }

  it('gives the encoder the source aligned as ArcFace does, RGB from -1 to 1', async () => {
    const calls: Call[] = []
    const engine = await openEngine(PORTRAIT, fakeTools(['swap', 'encoder'], calls))
    assert.equal(engine.name, 'onnx')
    const { feeds, output } = calls[0] as Call
    assert.equal(output, 'embedding')
    const { data, dims } = feeds as Tensor
    assert.deepEqual(dims, [1, 3, 112, 112])
    for (const x of [0, 50, 111]) assert.ok(Math.abs((data[40 * 112 + x] as number) - (x - 127.5) / 127.5) < 0.01)
    assert.equal(data[112 * 112], 1)
  })

  it('gives the swapping model the embedding and the target, 8 pixels more on each side, RGB from 0 to 1', async () => {
    const calls: Call[] = []
    const engine = await openEngine(PORTRAIT, fakeTools(['swap', 'encoder'], calls))
    await engine.place(PORTRAIT)
    const { feeds, output } = calls[1] as Call
    assert.equal(output, 'output')
    const { source, target } = feeds as { source: Tensor; target: Tensor }
    assert.deepEqual(source, { data: EMBEDDING, dims: [1, 512] })
    assert.deepEqual(target.dims, [1, 3, 128, 128])
    assert.ok(Math.abs((target.data[64 * 128 + 58] as number) - 50 / 255) < 0.01)
    assert.equal(target.data[128 * 128], 1)
  })

  it('draws what the model answered, cut to what a picture can show', async () => {
    const engine = await openEngine(PORTRAIT, fakeTools(['swap', 'encoder']))
    const { draw } = await engine.place(PORTRAIT)
    const drawn = draw({ left: 30, top: 30, width: 2, height: 1, cell: 10 })
    assert.deepEqual([...drawn], [255, 51, 51, 255, 51, 51])
  })
})
