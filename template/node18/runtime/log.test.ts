import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { EVENTS } from './conventions.ts'
import { openLog } from './log.ts'

const WATCHDOG_LIMIT = 65_536

function capture(level: Parameters<typeof openLog>[0] = 'info') {
  const lines: string[] = []
  const write = (line: string) => {
    lines.push(line)
  }
  const log = openLog(
    level,
    () => ({ function: 'f', device: 'cpu' }),
    { write },
    () => Date.UTC(2026, 4, 13, 10, 0, 0, 7),
  )
  return { log, lines }
}

describe('the log', () => {
  it('writes one JSON object a line, fields in the order of the conventions', () => {
    const { log, lines } = capture()
    log.write('info', EVENTS.inferenceRequest, 'Done', { statusCode: 200, requestId: 'r', latencyMs: 1.25 })
    const expected =
      '{"timestamp":"2026-05-13T10:00:00.007Z","level":"INFO","message":"Done","event":"inference_request","function":"f",' +
      '"request_id":"r","device":"cpu","status_code":200,"latency_ms":1.25}\n'
    assert.deepEqual(lines, [expected])
  })

  it('keeps a line far under the limit of of-watchdog, whatever a text holds', () => {
    const { log, lines } = capture()
    const text = '\u0001"\\\n'.repeat(20_000)
    log.write('error', EVENTS.requestRefused, 'Refused', {
      requestId: text,
      contentType: text,
      top1Class: text,
      errorMessage: text,
    })
    assert.ok(Buffer.byteLength(lines[0] ?? '') < WATCHDOG_LIMIT / 2)
    assert.equal(lines[0]?.indexOf('\n'), (lines[0]?.length ?? 0) - 1)
    assert.equal(JSON.parse(lines[0] ?? '').request_id, text.slice(0, 512))
  })

  it('keeps quiet below its level', () => {
    const { log, lines } = capture('error')
    log.write('warn', EVENTS.requestRefused, 'Refused')
    log.write('error', EVENTS.requestRefused, 'Failed')
    assert.equal(lines.length, 1)
    assert.equal(capture('silent').lines.length, 0)
  })
})
