import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { QUIET_MS, waitForQuiet } from './drain.ts'

/** Drains on a clock of its own, with requests until some moment, and tells when it ended. */
async function drain({
  busyUntilMs,
  graceMs,
  limitMs,
}: {
  busyUntilMs: number
  graceMs: number
  limitMs: number
}): Promise<number> {
  let nowMs = 0
  const sleep = async (ms: number) => {
    nowMs += ms
  }
  const subject = {
    get quietMs() {
      return Math.max(0, nowMs - busyUntilMs)
    },
  }
  await waitForQuiet(subject, graceMs, limitMs, { nowMs: () => nowMs, sleep })
  return nowMs
}

describe('the drain', () => {
  it('ends soon when nothing comes and no watchdog forwards', async () => {
    assert.equal(await drain({ busyUntilMs: 0, graceMs: 0, limitMs: 30_000 }), QUIET_MS)
  })
  it('lasts as long as the watchdog forwards', async () => {
    assert.equal(await drain({ busyUntilMs: 0, graceMs: 5000, limitMs: 30_000 }), 5000)
  })
  it('lasts while requests come', async () => {
    assert.equal(await drain({ busyUntilMs: 8000, graceMs: 5000, limitMs: 30_000 }), 8000 + QUIET_MS)
  })
  it('ends at its limit though requests go on', async () => {
    assert.equal(await drain({ busyUntilMs: Number.POSITIVE_INFINITY, graceMs: 5000, limitMs: 30_000 }), 35_000)
  })
})
