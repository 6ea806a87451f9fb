import assert from 'node:assert/strict'
import { it } from 'node:test'
import { InputError } from './errors.ts'
import { readWholeNumber } from './query.ts'

const RANGE = { min: 1, max: 9, fallback: 5 }
const read = (query: string) => readWholeNumber(new URLSearchParams(query), 'top', RANGE)

it('a number in the query is read, both ends included', () => {
  assert.deepEqual(['top=3', 'top=1', 'top=9', 'other=7'].map(read), [3, 1, 9, 5])
})
it('a parameter named twice is refused', () => {
  assert.throws(() => read('top=1&top=2'), InputError)
  assert.throws(() => read('top=1&top=2'), {
    message: 'Expected a whole number from 1 to 9 for top but received "1 and 2".',
  })
})
