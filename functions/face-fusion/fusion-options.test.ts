import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readFusionOptions } from './fusion-options.ts'

const read = (query: string, accept = '') => readFusionOptions({ query: new URLSearchParams(query), accept })

describe('readFusionOptions', () => {
  it('swaps the largest face into a JPEG when the caller asks for nothing', () => {
    const output = { query: { quality: 90 }, accept: 'image/jpeg' }
    assert.deepEqual(read(''), { everyFace: false, strict: false, output })
    assert.deepEqual(read('', '*/*').output, output)
  })

  it('takes every face with ?faces=all, and refuses several with ?strict=1', () => {
    const { everyFace, strict } = read('faces=all&strict=1')
    assert.deepEqual([everyFace, strict], [true, true])
    assert.equal(read('strict=0').strict, false)
  })

  it('asks for the format that the query names, else prefers the one that Accept does', () => {
    assert.deepEqual(read('format=webp&quality=70', 'image/png').output, { query: { format: 'webp', quality: 70 } })
    assert.deepEqual(read('quality=70', 'image/webp').output, { query: { quality: 70 }, accept: 'image/webp' })
    assert.deepEqual(read('format=png').output, { query: { format: 'png' } })
    assert.deepEqual(read('', 'image/png').output, { query: {}, accept: 'image/png' })
  })

  const FAULTS = [
    { query: 'faces=2', message: 'Expected all for faces but received "2".' },
    { query: 'faces=all&faces=all', message: 'Expected all for faces but received "all and all".' },
    { query: 'strict=yes', message: 'Expected 0 or 1 for strict but received "yes".' },
    { query: 'format=gif', message: 'Expected png or webp or jpeg for format but received "gif".' },
    { query: 'quality=0', message: 'Expected a whole number from 1 to 100 for quality but received "0".' },
  ]
  for (const { query, message } of FAULTS) {
    it(`refuses ?${query}`, () => {
      assert.throws(() => read(query), { code: 'parameter-invalid', message })
    })
  }
})
