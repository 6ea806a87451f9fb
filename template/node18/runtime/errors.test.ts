import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AvailabilityError, InputError, InternalError, ModelError, toFunctionError } from './errors.ts'
import { describeFailure } from './failure.ts'
import { encodeProblem, PROBLEMS, readProblemName } from './problems.ts'

describe('errors', () => {
  it('carry the detail of their problem as message', () => {
    assert.equal(
      new AvailabilityError('queue-full', { waiting: 9 }).message,
      '9 requests wait already: try again later.',
    )
  })
  it('bound and clean what a caller put into a fact', () => {
    const { message } = new InputError('parameter-invalid', {
      expected: 'x',
      name: 'n',
      received: `\n${'a'.repeat(200)}`,
    })
    assert.equal(message, `Expected x for n but received ?${'a'.repeat(79)}.`)
  })
  it('become problems by their class: an unknown one is an internal error', () => {
    const input = new InputError('body-empty')
    assert.equal(toFunctionError(input), input)
    assert.equal(toFunctionError(new ModelError('m')).code, 'model-failed')
    assert.equal(toFunctionError(new TypeError('t')).code, 'internal-error')
    assert.equal(toFunctionError('text').code, 'internal-error')
  })
  it('are told by the class that was thrown, never in its words', () => {
    const failure = describeFailure(new TypeError('secret'), __dirname)
    assert.equal(failure.type, 'TypeError')
    assert.equal(failure.message, 'The function failed.')
    assert.match(failure.location ?? '', /^errors\.test\.ts:\d+$/)
    assert.equal(describeFailure(new InternalError('internal-error'), __dirname).type, 'InternalError')
  })
})

describe('a problem', () => {
  it('is written as RFC 9457 says', () => {
    assert.deepEqual(JSON.parse(encodeProblem('not-ready', 'The function is loading.', 'r-1')), {
      type: 'urn:vouch:problem:not-ready',
      title: 'Not ready',
      status: 503,
      detail: 'The function is loading.',
      request_id: 'r-1',
    })
  })
  it('names the part that it is about, in its text and beside it', () => {
    const error = new InputError('image-undecodable', { format: 'PNG', part: 'source' })
    assert.equal(error.message, 'Part source: The PNG picture is damaged or has no pixels.')
    assert.equal(JSON.parse(encodeProblem(error.code, error.message, 'r-1', error.facts)).part, 'source')
    assert.equal(new InputError('part-missing', { part: 'source' }).message, 'The part source is missing.')
  })
  it('names the function that failed and its status', () => {
    const facts = { function: 'face-encoder', functionStatus: 500, outcome: 'answered 500' }
    const written = JSON.parse(encodeProblem('stage-failed', 'd', 'r-1', facts))
    assert.deepEqual([written.status, written.function, written.function_status], [502, 'face-encoder', 500])
    assert.equal('outcome' in written, false)
  })
  it('is read back by its type', () => {
    assert.equal(readProblemName('urn:vouch:problem:no-face'), 'no-face')
    for (const type of ['urn:vouch:problem:toString', 'no-face', 'about:blank', undefined]) {
      assert.equal(readProblemName(type), undefined)
    }
  })
  it('has a status from 400 to 599 and a detail that is a sentence', () => {
    for (const { status, detail } of Object.values(PROBLEMS)) {
      assert.ok(status >= 400 && status < 600)
      assert.match(detail, /^[A-Z{].*\.$/)
    }
  })
})
