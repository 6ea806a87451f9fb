import type { Tensor } from './graph-builder.ts'
import { PickleReader, type Reference } from './pickle.ts'

const MAGIC = 0x1950a86a20f9469cfc6cn
const PROTOCOL = 1001
const BYTES_PER_VALUE: Record<string, number> = { 'torch.FloatStorage': 4, 'torch.LongStorage': 8 }

type Storages = Map<string, Float32Array>

/** A tensor's values in the order of its shape, whatever the order in which its storage holds them. */
function layOut(storage: Float32Array, offset: number, shape: readonly number[], strides: readonly number[]): Tensor {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1))
  for (let index = 0; index < data.length; index++) {
    let rest = index
    let at = offset
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] ?? 1
      at += (rest % size) * (strides[axis] ?? 0)
      rest = Math.floor(rest / size)
    }
    data[index] = storage[at] ?? Number.NaN
  }
  return { shape, data }
}

function readStorages(bytes: Buffer, start: number, keys: readonly string[], types: Map<string, string>): Storages {
  const storages: Storages = new Map()
  let position = start
  for (const key of keys) {
    const type = types.get(key) ?? ''
    const size = BYTES_PER_VALUE[type]
    if (!size) throw new Error(`Expected a storage of floats or longs but received ${type}`)
    const end = position + 8 + Number(bytes.readBigInt64LE(position)) * size
    const values = Uint8Array.from(bytes.subarray(position + 8, end))
    if (size === 4) storages.set(key, new Float32Array(values.buffer))
    position = end
  }
  if (position !== bytes.length) throw new Error(`Expected ${position} bytes but received ${bytes.length}`)
  return storages
}

/**
 * The float tensors of a state dict as torch wrote it before 1.6: three pickles of a header, the dict, the keys of its
 * storages, then the storages (torch/serialization.py, _legacy_save). Executes nothing.
 * @throws Error when the file is another one
 */
export function readTorchFile(bytes: Buffer): Map<string, Tensor> {
  const reader = new PickleReader(bytes)
  if (reader.read() !== MAGIC) throw new Error('Expected a legacy torch file but received another one')
  const protocol = reader.read()
  if (protocol !== PROTOCOL) throw new Error(`Expected torch protocol ${PROTOCOL} but received ${protocol}`)
  reader.read()
  const types = new Map<string, string>()
  const dict = reader.read(([, type, key]) => {
    types.set(key as string, (type as Reference).name)
    return key
  }) as Map<string, Reference>
  const keys = reader.read() as string[]
  const storages = readStorages(bytes, reader.position, keys, types)
  const tensors = new Map<string, Tensor>()
  for (const [name, { args }] of dict) {
    const [key, offset, shape, strides] = args as [string, number, number[], number[]]
    const storage = storages.get(key)
    if (storage) tensors.set(name, layOut(storage, offset, shape, strides))
  }
  return tensors
}
