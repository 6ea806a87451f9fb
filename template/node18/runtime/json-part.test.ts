import assert from 'node:assert/strict'
import { it } from 'node:test'
import { describeKind, parseJson } from './json-part.ts'

for (const { value, kind } of [
  { value: [1, 2, 3], kind: 'a list of 3' },
  { value: {}, kind: 'an object' },
  { value: 'a secret', kind: 'text' },
  { value: 4, kind: 'a number' },
  { value: false, kind: 'true or false' },
  { value: null, kind: 'null' },
  { value: undefined, kind: 'nothing' },
]) {
  it(`${JSON.stringify(value)} is ${kind}`, () => assert.equal(describeKind(value), kind))
}

it('a part is read as JSON', () => {
  assert.deepEqual(parseJson({ name: 'face', bytes: Buffer.from('[1]'), contentType: '' }, 'face-invalid'), [1])
})

it('a part that is no JSON is refused without a word of it, the cause included', () => {
  const part = { name: 'face', bytes: Buffer.from('my secret diary'), contentType: '' }
  assert.throws(
    () => parseJson(part, 'face-invalid'),
    (error: Error) =>
      error.message === 'Part face: Expected JSON for face but received what is none.' && error.cause === undefined,
  )
})
