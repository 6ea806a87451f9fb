/** What is injected, what the callers see, what is lost. Times to recover are shown, not judged: see docs/measurements/faults.md. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { FaultyFunction } from './faulty-function.ts'

/** Long enough for a worker that is ready to answer on a busy machine, whoever else is late. */
const DEADLINE = { EXEC_TIMEOUT: '2s' }

const REPLACED = [
  { fault: 'hang', name: 'a worker hangs in native code', status: 504, reason: 'deadline' },
  { fault: 'spin', name: 'a worker spins in JavaScript', status: 504, reason: 'deadline' },
  { fault: 'heap', name: 'a worker is out of JS heap', status: 500, reason: 'ERR_WORKER_OUT_OF_MEMORY' },
  { fault: 'exit', name: 'a worker ends', status: 500, reason: 'exit' },
] as const

async function start(context: TestContext, env?: Record<string, string>): Promise<FaultyFunction> {
  const faulty = await FaultyFunction.start(env)
  context.after(() => faulty.end())
  return faulty
}

describe('a lost worker is replaced', () => {
  for (const { fault, name, status, reason } of REPLACED) {
    it(`${name}: its request is ${status}, one beside it 200, and two workers serve again`, async (context) => {
      const deadline = status === 504 ? DEADLINE : {}
      const faulty = await start(context, { NODE_OPTIONS: '--max-old-space-size=48', ...deadline })
      assert.deepEqual(await Promise.all([faulty.send(fault), faulty.send('nothing')]), [status, 200])
      const brokenAt = performance.now()
      const failed = await faulty.running.waitForLine(({ event }) => event === 'worker_failed')
      assert.equal(failed['error_type'], reason)
      await faulty.untilMetric('vouch_workers{state="ready"} 2')
      context.diagnostic(`${fault}: two workers again after ${(performance.now() - brokenAt).toFixed(0)} ms`)
      await faulty.untilMetric(`vouch_workers_lost_total{reason="${reason}"} 1`)
      assert.deepEqual([await faulty.send('nothing'), await faulty.health()], [200, 200])
      faulty.release()
      assert.equal(await faulty.stop(), 0)
    })
  }
})

describe('workers that hang in native code', () => {
  it('fail liveness and take the lock file when there are as many as workers, until they come back', async (context) => {
    const faulty = await start(context, DEADLINE)
    const lock = join(faulty.running.folder, '.lock')
    assert.deepEqual(await Promise.all([faulty.send('hang'), faulty.send('hang')]), [504, 504])
    await faulty.untilMetric('vouch_workers{state="stuck"} 2')
    assert.deepEqual([await faulty.health(), existsSync(lock)], [503, false])
    await faulty.untilMetric('vouch_workers{state="ready"} 2')
    assert.equal(await faulty.send('nothing'), 200)
    faulty.release()
    await faulty.untilMetric('vouch_workers{state="stuck"} 0')
    assert.deepEqual([await faulty.health(), existsSync(lock)], [200, true])
    assert.equal(await faulty.stop(), 0)
  })

  it('do not hold up the end of the process after SIGTERM', async (context) => {
    const faulty = await start(context, DEADLINE)
    assert.equal(await faulty.send('hang'), 504)
    await faulty.stop()
    assert.ok(faulty.running.lines.some(({ event }) => event === 'drain_finished'))
  })
})

describe('a worker that cannot be started while others serve', () => {
  it('is said and tried again, and requests are answered meanwhile', async (context) => {
    const faulty = await start(context)
    faulty.put('broken')
    assert.equal(await faulty.send('exit'), 500)
    const failed = await faulty.running.waitForLine(({ event }) => event === 'worker_start_failed')
    assert.equal(failed['message'], 'A worker could not be started: the next try is in 250 ms')
    assert.deepEqual([failed['error_type'], failed['location'], failed['workers']], ['TypeError', 'handler.js:12', 1])
    assert.equal(await faulty.send('nothing'), 200)
    const repairedAt = performance.now()
    faulty.remove('broken')
    await faulty.untilMetric('vouch_workers{state="ready"} 2')
    context.diagnostic(`broken start: two workers again after ${(performance.now() - repairedAt).toFixed(0)} ms`)
    assert.equal(await faulty.stop(), 0)
  })

  it('ends the process with 1 when none is left', async (context) => {
    const faulty = await start(context, { MAX_WORKERS: '1' })
    faulty.put('broken')
    assert.equal(await faulty.send('exit'), 500)
    assert.equal(await faulty.running.ended(), 1)
    assert.equal(faulty.running.lines.filter(({ event }) => event === 'worker_start_failed').length, 3)
  })
})

it('a native crash ends the process by its signal; what is in flight gets no answer', async (context) => {
  const faulty = await start(context)
  const waiting = faulty.send('wait')
  await faulty.untilMetric('vouch_inflight 1')
  assert.deepEqual(await Promise.all([faulty.send('crash'), waiting]), ['none', 'none'])
  await faulty.running.ended()
  assert.equal(faulty.running.child.signalCode, 'SIGSEGV')
})
