import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { describe, it } from 'node:test'
import { readHandedDeadline, watchDeadline } from './deadline.ts'

describe('readHandedDeadline', () => {
  const read = (text: string) => readHandedDeadline({ 'x-vouch-deadline-ms': text })

  it('reads whole milliseconds', () => assert.equal(read('1500'), 1500))

  it('finds none without the header', () => assert.equal(readHandedDeadline({}), undefined))

  for (const text of ['0', '-5', '1.5', '2s', '', '99999999999']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => read(text), {
        code: 'parameter-invalid',
        message: `Expected whole milliseconds, at least 1, for x-vouch-deadline-ms but received "${text}".`,
      })
    })
  }
})

describe('watchDeadline', () => {
  const open = (limitMs: number) => watchDeadline(new EventEmitter() as ServerResponse, limitMs)
  const expired = (signal: AbortSignal) =>
    new Promise<Error>((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)))

  it('ends earlier when the caller waits for less', async () => {
    const deadline = open(60_000)
    const { atMs } = deadline
    deadline.bodyArrived()
    deadline.tighten(20)
    assert.equal(atMs - deadline.atMs, 59_980)
    assert.equal((await expired(deadline.signal)).message, 'No answer was ready within 20 ms.')
    deadline.clear()
  })

  it('does not end later when the caller would wait for longer', async () => {
    const deadline = open(20)
    deadline.tighten(60_000)
    assert.equal((await expired(deadline.signal)).message, 'The body did not arrive within 20 ms.')
    deadline.clear()
  })
})
