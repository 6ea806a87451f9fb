import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { chooseFace } from './choose-faces.ts'

const SMALL = { box: [0, 0, 10, 10] as const }
const TALL = { box: [50, 0, 60, 40] as const }
const lenient = { part: 'source', strict: false }

describe('chooseFace', () => {
  it('takes the largest by area, wherever it stands in the list', () => {
    assert.equal(chooseFace([SMALL, TALL], lenient), TALL)
    assert.equal(chooseFace([TALL, SMALL], lenient), TALL)
  })

  it('says in which part there is no face', () => {
    const message = 'Part target: No face was found.'
    assert.throws(() => chooseFace([], { part: 'target', strict: false }), { code: 'no-face', message })
  })

  it('refuses several where that is asked for, and says how many', () => {
    const strict = { part: 'source', strict: true }
    const message = 'Part source: 2 faces were found where one is needed.'
    assert.throws(() => chooseFace([SMALL, TALL], strict), { code: 'several-faces', message })
    assert.equal(chooseFace([SMALL], strict), SMALL)
  })
})
