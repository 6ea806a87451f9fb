import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LineRing, type LogMessage } from './line-ring.ts'

const message = (text: string, second = 0): LogMessage => ({
  name: 'echo',
  namespace: 'openfaas-fn',
  instance: 'echo-1',
  timestamp: `2026-01-01T00:00:0${second}.000Z`,
  text,
})

function ringOf(texts: readonly string[], ...limits: readonly number[]): LineRing {
  const ring = new LineRing(...limits)
  for (const [second, text] of texts.entries()) ring.push(message(text, second))
  return ring
}

const read = (ring: LineRing, filter = {}) => ring.read(filter).map(({ text }) => text)

test('the newest lines stay, within a number of lines and of characters', () => {
  assert.deepEqual(read(ringOf(['a', 'b', 'c'], 2)), ['b', 'c'])
  assert.deepEqual(read(ringOf(['aaa', 'bb', 'c'], 10, 3)), ['bb', 'c'])
})

test('tail counts the newest, since and instance choose', () => {
  const ring = ringOf(['a', 'b', 'c'])
  assert.deepEqual(read(ring, { tail: 2 }), ['b', 'c'])
  assert.deepEqual(read(ring, { tail: 0 }), [])
  assert.deepEqual(read(ring, { sinceMs: Date.parse('2026-01-01T00:00:01Z') }), ['b', 'c'])
  assert.deepEqual(read(ring, { instance: 'echo-2' }), [])
})

test('a follower hears what comes until it leaves', () => {
  const ring = ringOf(['before'])
  const heard: string[] = []
  const leave = ring.follow({}, ({ text }) => heard.push(text))
  ring.push(message('during'))
  leave()
  ring.push(message('after'))
  assert.deepEqual(heard, ['during'])
})
