import assert from 'node:assert/strict'
import { it } from 'node:test'
import { InputError } from './errors.ts'
import { readSwitch, readText, readWholeNumber, readWord } from './query.ts'

const RANGE = { min: 1, max: 9, fallback: 5 }
const open = (query: string) => new URLSearchParams(query)
const read = (query: string) => readWholeNumber(open(query), 'top', RANGE)

it('a number in the query is read, both ends included', () => {
  assert.deepEqual(['top=3', 'top=1', 'top=9', 'other=7'].map(read), [3, 1, 9, 5])
})
it('a parameter named twice is refused', () => {
  assert.throws(() => read('top=1&top=2'), InputError)
  assert.throws(() => read('top=1&top=2'), {
    message: 'Expected a whole number from 1 to 9 for top but received "1 and 2".',
  })
})

it('a text is there as it was sent, or not at all', () => {
  assert.deepEqual(
    ['top=3&top=4', 'top=', 'other=1'].map((query) => readText(open(query), 'top')),
    ['3 and 4', '', undefined],
  )
})

it('a word is one of those known', () => {
  const readFaces = (query: string) => readWord(open(query), 'faces', ['all', 'largest'])
  assert.deepEqual(['faces=all', 'faces=largest', ''].map(readFaces), ['all', 'largest', undefined])
  for (const [query, received] of [
    ['faces=ALL', 'ALL'],
    ['faces=', ''],
    ['faces=all&faces=all', 'all and all'],
    [`faces=${'x'.repeat(50)}`, 'x'.repeat(40)],
  ] as const) {
    assert.throws(() => readFaces(query), {
      code: 'parameter-invalid',
      message: `Expected all or largest for faces but received "${received}".`,
    })
  }
})

it('a switch is off unless it is 1', () => {
  const readStrict = (query: string) => readSwitch(open(query), 'strict')
  assert.deepEqual(['', 'strict=0', 'strict=1'].map(readStrict), [false, false, true])
  for (const [query, received] of [
    ['strict=', ''],
    ['strict=yes', 'yes'],
    ['strict=1&strict=1', '1 and 1'],
  ] as const) {
    assert.throws(() => readStrict(query), { message: `Expected 0 or 1 for strict but received "${received}".` })
  }
})
