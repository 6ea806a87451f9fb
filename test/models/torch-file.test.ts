import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PickleReader } from '../../scripts/models/pickle.ts'
import { readTorchFile } from '../../scripts/models/torch-file.ts'

const pickle = (...parts: (Buffer | string)[]) =>
  Buffer.concat([Buffer.of(0x80, 2), ...parts.map((part) => Buffer.from(part as string, 'latin1')), Buffer.from('.')])
const text = (value: string) => Buffer.concat([Buffer.of(0x58, value.length, 0, 0, 0), Buffer.from(value)])
const byte = (value: number) => Buffer.of(0x4b, value)

const MAGIC = pickle(Buffer.of(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19))
const PROTOCOL = pickle(Buffer.of(0x4d, 0xe9, 0x03))
const SYSTEM = pickle('}')

/** A state dict of `w`, 2 x 3 with its columns beside each other in the storage `0`: strides 1 and 2. */
const DICT = pickle(
  'ccollections\nOrderedDict\n)R(',
  text('w'),
  'ctorch._utils\n_rebuild_tensor_v2\n((',
  text('storage'),
  'ctorch\nFloatStorage\n',
  text('0'),
  text('cpu'),
  byte(6),
  'NtQ',
  byte(0),
  byte(2),
  byte(3),
  Buffer.of(0x86),
  byte(1),
  byte(2),
  Buffer.of(0x86, 0x89),
  'tRu',
)
const KEYS = pickle('](', text('0'), 'e')
const COUNT = Buffer.of(6, 0, 0, 0, 0, 0, 0, 0)
const VALUES = Buffer.from(Float32Array.of(1, 4, 2, 5, 3, 6).buffer)
const FILE = [MAGIC, PROTOCOL, SYSTEM, DICT, KEYS, COUNT, VALUES]

test('a tensor is read in the order of its shape, whatever its strides', () => {
  const expected = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }
  assert.deepEqual(readTorchFile(Buffer.concat(FILE)), new Map([['w', expected]]))
})

test('a file of another kind, and one with bytes to spare, is refused', () => {
  assert.throws(() => readTorchFile(SYSTEM), { message: 'Expected a legacy torch file but received another one' })
  const size = Buffer.concat(FILE).length
  assert.throws(() => readTorchFile(Buffer.concat([...FILE, Buffer.of(0)])), {
    message: `Expected ${size} bytes but received ${size + 1}`,
  })
})

test('a pickle that calls os.system runs nothing: it is read as a name with arguments', () => {
  const hostile = pickle('cposix\nsystem\n', text('exit'), Buffer.of(0x85), 'R')
  assert.deepEqual(new PickleReader(hostile).read(), { name: 'posix.system', args: ['exit'] })
})

test('what was remembered is the same value again', () => {
  const value = pickle(']q', Buffer.of(0), 'h', Buffer.of(0), Buffer.of(0x86))
  const [first, second] = new PickleReader(value).read() as unknown[]
  assert.equal(first, second)
})

test('an operation beyond a state dict, and a pickle that ends early, are refused', () => {
  assert.throws(() => new PickleReader(Buffer.of(0x80, 2, 0x81)).read(), {
    message: 'Expected an operation of a state dict but received 0x81',
  })
  assert.throws(() => new PickleReader(Buffer.of(0x80, 2, 0x58, 9, 0, 0, 0, 1)).read(), {
    message: 'Expected 9 more bytes of the pickle but received its end',
  })
})
