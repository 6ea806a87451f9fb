import assert from 'node:assert/strict'
import { it } from 'node:test'
import { FunctionUnderTest } from '../function-under-test.ts'
import { readPhoto } from '../photos.ts'

/** Shorter than, about as long as, and longer than a decoding and a model run: workers are ended at every point of it. */
const DEADLINES = ['5ms', '15ms', '25ms']

for (const EXEC_TIMEOUT of DEADLINES) {
  it(`workers that run out of time within a model run do not abort the process: ${EXEC_TIMEOUT}`, async (context) => {
    const running = await FunctionUnderTest.start({ MAX_WORKERS: '2', EXEC_TIMEOUT })
    context.after(() => running.end())
    for (let round = 0; round < 4; round++) {
      const answers = await Promise.all([1, 2].map(() => running.send(readPhoto('grace.jpg'))))
      assert.ok(answers.every(({ status }) => status === 200 || status === 504))
      while (!/vouch_workers\{state="ready"\} 2\n/.test(await (await fetch(running.metricsUrl)).text()));
    }
    assert.equal(await running.stop(), 0)
    assert.deepEqual(running.noise, [])
  })
}
