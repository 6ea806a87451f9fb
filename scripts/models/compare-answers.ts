import { InferenceSession, Tensor } from 'onnxruntime-node'

const ROUNDS = 3

/**
 * Tells whether two ONNX models compute the same, whatever their tensors are called: every output of both is equal, bit for bit,
 * on the same noise. Inputs are float32, from 0 to 1; a size that is not fixed is 1.
 *
 * @throws Error when one of them cannot be run
 */
export async function giveEqualAnswers(one: Uint8Array, other: Uint8Array): Promise<boolean> {
  const options = { intraOpNumThreads: 1, executionProviders: ['cpu'] }
  const [a, b] = await Promise.all([one, other].map((model) => InferenceSession.create(model, options)))
  if (!a || !b || String(a.outputNames) !== String(b.outputNames)) return false
  for (let round = 0; round < ROUNDS; round++) {
    const feeds = makeNoise(a)
    const [seen, expected] = [await a.run(feeds), await b.run(feeds)]
    if (!a.outputNames.every((name) => isEqual(seen[name], expected[name]))) return false
  }
  return true
}

function makeNoise({ inputMetadata }: InferenceSession): Record<string, Tensor> {
  const tensors = inputMetadata.map((input): [string, Tensor] => {
    const dims = (input.isTensor ? input.shape : []).map((size) => (typeof size === 'number' ? size : 1))
    const length = dims.reduce((product, size) => product * size, 1)
    return [input.name, new Tensor('float32', Float32Array.from({ length }, Math.random), dims)]
  })
  return Object.fromEntries(tensors)
}

function isEqual(a: Tensor | undefined, b: Tensor | undefined): boolean {
  const bytes = ({ data }: Tensor) => Buffer.from((data as Float32Array).buffer)
  return a !== undefined && b !== undefined && bytes(a).equals(bytes(b))
}
