import type { Tensor } from './graph-builder.ts'

interface ManifestEntry {
  readonly name: string
  readonly shape: readonly number[]
  readonly quantization?: { readonly scale: number; readonly min: number }
}

/** A weight of face-api's: its values, and the 8-bit codes that they were made of, where there are any. */
export interface CodedTensor extends Tensor {
  readonly coded?: { readonly codes: Uint8Array; readonly scale: number; readonly min: number }
}

/**
 * Reads the weights that a manifest of tfjs describes, one after the other in `bin`; value = code * scale + min.
 * @throws Error when the file is longer or shorter than the manifest says
 */
export function readFaceApiWeights(manifest: string, bin: Buffer): Map<string, CodedTensor> {
  const [{ weights }] = JSON.parse(manifest) as [{ weights: ManifestEntry[] }]
  const tensors = new Map<string, CodedTensor>()
  let position = 0
  for (const { name, shape, quantization } of weights) {
    const count = shape.reduce((product, size) => product * size, 1)
    const bytes = Uint8Array.from(bin.subarray(position, position + (quantization ? count : 4 * count)))
    position += quantization ? count : 4 * count
    if (quantization) {
      const { scale, min } = quantization
      const data = Float32Array.from(bytes, (code) => code * scale + min)
      tensors.set(name, { shape, data, coded: { codes: bytes, scale, min } })
    } else if (position <= bin.length) tensors.set(name, { shape, data: new Float32Array(bytes.buffer) })
  }
  if (position !== bin.length) throw new Error(`Expected ${position} bytes of weights but received ${bin.length}`)
  return tensors
}
