import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withProgress } from './progress.ts'

function screen(isTTY: boolean) {
  const written: string[] = []
  return { isTTY, written, write: (text: string) => written.push(text) }
}

test('work within a second is not mentioned', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] })
  const stream = screen(true)
  const answer = await withProgress(stream, 'Judging', async (report) => {
    report(0, 3)
    context.mock.timers.tick(999)
    return 'done'
  })
  assert.equal(answer, 'done')
  assert.deepEqual(stream.written, [])
})

test('longer work is told once a second, a line each away from a terminal', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] })
  const stream = screen(false)
  await withProgress(stream, 'Judging', async (report) => {
    context.mock.timers.tick(1000)
    report(2, 3)
    context.mock.timers.tick(1000)
  })
  assert.deepEqual(stream.written, ['Judging: 1 s\n', 'Judging: 2 of 3, 2 s\n'])
  context.mock.timers.tick(5000)
  assert.equal(stream.written.length, 2)
})

test('a terminal has one line that is gone in the end, after an error too', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] })
  const stream = screen(true)
  const failing = withProgress(stream, 'Judging', async (report) => {
    report(1, 3)
    context.mock.timers.tick(1000)
    throw new Error('no')
  })
  await assert.rejects(failing, /no/)
  assert.deepEqual(stream.written, ['\r\u001b[KJudging: 1 of 3, 1 s', '\r\u001b[K'])
})

test('the line can be taken off before something else is written', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] })
  for (const [isTTY, written] of [
    [true, ['\r\u001b[KJudging: 1 s', '\r\u001b[K']],
    [false, ['Judging: 1 s\n']],
  ] as const) {
    const stream = screen(isTTY)
    await withProgress(stream, 'Judging', async (_, erase) => {
      erase()
      context.mock.timers.tick(1000)
      erase()
      assert.deepEqual(stream.written, written)
    })
  }
})
