import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Staffing } from './staffing.ts'

/** A pool whose next starts fail as often as it is told. */
function prepare({ size = 0, stuck = 0, failures = 0 }) {
  const pool = { size, stuck }
  const told: string[] = []
  const staffing = new Staffing({
    pool,
    workers: 2,
    async addWorker() {
      if (failures-- > 0) throw new Error('no')
      pool.size++
    },
    onReplaced: () => told.push(`replaced ${pool.size}`),
    onStartFailed: (_, pauseMs) => told.push(`failed ${pauseMs}`),
    onHopeless: () => told.push('hopeless'),
    sleep: async () => undefined,
  })
  return { staffing, pool, told }
}

describe('staffing', () => {
  it('starts workers until there are enough', async () => {
    const { staffing, pool, told } = prepare({})
    await staffing.fill()
    assert.equal(pool.size, 2)
    assert.deepEqual(told, ['replaced 1', 'replaced 2'])
  })

  it('tries again after pauses that double up to 30 s, while a worker serves', async () => {
    const { staffing, pool, told } = prepare({ size: 1, failures: 9 })
    await staffing.fill()
    const pauses = [250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]
    assert.deepEqual(told, [...pauses.map((pause) => `failed ${pause}`), 'replaced 2'])
    assert.equal(pool.size, 2)
  })

  it('gives up after three starts in vain when no worker is left', async () => {
    const { staffing, told } = prepare({ failures: 9 })
    await staffing.fill()
    assert.deepEqual(told, ['failed 250', 'failed 500', 'failed 1000', 'hopeless'])
  })

  it('replaces as many stuck workers as there should be, and no more', async () => {
    const atLimit = prepare({ stuck: 2 })
    const past = prepare({ stuck: 3 })
    await atLimit.staffing.fill()
    await past.staffing.fill()
    assert.deepEqual([atLimit.pool.size, past.pool.size], [2, 0])
  })

  it('starts none once it is closed', async () => {
    const { staffing, pool } = prepare({})
    staffing.close()
    await staffing.fill()
    assert.equal(pool.size, 0)
  })
})
