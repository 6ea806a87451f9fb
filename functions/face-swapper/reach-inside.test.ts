import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makeField } from './field.ts'
import { keepWhatReachesInside } from './reach-inside.ts'

/** `.` is outside; of the rest, # is hair, o something within, - skin. */
const ROWS = ['.........', '.--##---.', '.--#--o-.', '.-##--o-.', '.-------.', '.........']

function draw(value: (mark: string) => number) {
  return makeField(9, ROWS.length, (at) => value(ROWS.join('')[at] as string))
}

describe('keepWhatReachesInside', () => {
  it('keeps what hangs together with the outside, and nothing else', () => {
    const kept = keepWhatReachesInside(
      draw((mark) => (mark === '#' || mark === 'o' ? 1 : 0)),
      draw((mark) => (mark === '.' ? 0 : 1)),
    )
    assert.deepEqual(
      kept,
      draw((mark) => (mark === '#' ? 1 : 0)),
    )
  })
})
