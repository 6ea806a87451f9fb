import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makeSpanId, makeTraceId, parseTraceContext } from './trace-context.ts'

// the examples of https://www.w3.org/TR/trace-context/#examples-of-http-traceparent-headers
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'

describe('parseTraceContext', () => {
  const GOOD = [
    { header: `00-${TRACE}-${SPAN}-01`, sampled: true },
    { header: `00-${TRACE}-${SPAN}-00`, sampled: false },
    { header: `01-${TRACE}-${SPAN}-03-what-comes-later`, sampled: true },
  ]
  for (const { header, sampled } of GOOD) {
    it(`reads ${header}`, () => {
      assert.deepEqual(parseTraceContext(header, 'a=1'), { traceId: TRACE, spanId: SPAN, sampled, traceState: 'a=1' })
    })
  }

  const BAD = [
    undefined,
    '',
    `ff-${TRACE}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01-more`,
    `00-${TRACE}-${SPAN}`,
  ]
  for (const header of BAD) {
    it(`takes ${header} for no context`, () => assert.equal(parseTraceContext(header, undefined), undefined))
  }

  it('drops a tracestate of more than 512 characters', () => {
    const read = (length: number) => parseTraceContext(`00-${TRACE}-${SPAN}-01`, 'a'.repeat(length))?.traceState
    assert.equal(read(512)?.length, 512)
    assert.equal(read(513), undefined)
  })
})

it('made ids have the lengths of W3C', () => {
  assert.match(makeTraceId(), /^[0-9a-f]{32}$/)
  assert.match(makeSpanId(), /^[0-9a-f]{16}$/)
})

it('no id is made twice', () => {
  const ids = Array.from({ length: 2000 }, makeSpanId)
  assert.equal(new Set(ids).size, ids.length)
})
