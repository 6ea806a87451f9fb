import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AvailabilityError, InputError } from '#runtime/errors'
import { nameFault, toStageFault } from './stage-fault.ts'

const FACTS = { function: 'face-encoder', functionStatus: 415 }

describe('a fault that a stage finds', () => {
  it('in a picture names the part that our caller sent it in, not the one of the stage', () => {
    const thrown = new InputError('not-an-image', FACTS, { detail: 'Part image: The body is not a picture.' })
    const named = nameFault(thrown, 'target')
    assert.ok(named instanceof InputError)
    assert.deepEqual([named.code, named.message], ['not-an-image', 'Part target: The body is not a picture.'])
    assert.deepEqual(named.facts, { ...FACTS, part: 'target' })
    assert.equal(nameFault(thrown), thrown)
  })

  it('in what was made on the way is the stage’s own', () => {
    const facts = { ...FACTS, functionStatus: 400, part: 'face' }
    const thrown = new InputError('face-invalid', facts, { detail: 'Its words.' })
    const named = nameFault(thrown, 'source')
    assert.ok(named instanceof AvailabilityError)
    assert.deepEqual([named.code, named.message], ['stage-failed', 'The function face-encoder answered 400.'])
    assert.deepEqual([named.facts['functionStatus'], named.facts['part']], [400, undefined])
  })

  it('in the result is the stage’s own, whatever it is', () => {
    const named = toStageFault(new InputError('not-an-image', FACTS, { detail: 'Its words.' }))
    assert.ok(named instanceof AvailabilityError)
    assert.equal(named.message, 'The function face-encoder answered 415.')
  })

  it('that is no fault of a request stays as it is', () => {
    for (const thrown of [new AvailabilityError('stage-late', { function: 'x' }), new TypeError('x')]) {
      assert.deepEqual([nameFault(thrown, 'source'), toStageFault(thrown)], [thrown, thrown])
    }
  })
})
