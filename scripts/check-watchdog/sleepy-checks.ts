import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { call, describe, isEmptyOfWatchdog, isProblem } from './calls.ts'
import type { Check, Row } from './row.ts'
import type { Watchdog } from './watchdog.ts'

/** Of a line with its end: what of-watchdog forwards by default. */
const BUFFER_BYTES = 65_536
const HANDLER = `module.exports = async ({ query }, context) => {
  if (query.line) console.log('x'.repeat(Number(query.line)) + query.end)
  await new Promise((resolve) => setTimeout(resolve, Number(query.sleep ?? 0)))
  return context.status(200).succeed('done')
}
`

/** Writes an official-style handler that sleeps, and prints lines as long as it is asked to. @returns its folder */
export function writeSleepyHandler(folder: string): string {
  const handler = join(folder, 'sleepy')
  mkdirSync(handler)
  writeFileSync(join(handler, 'package.json'), '{"name": "sleepy", "version": "1.0.0", "main": "handler.js"}')
  writeFileSync(join(handler, 'handler.js'), HANDLER)
  return handler
}

/** What is seen with the handler that sleeps and prints. */
export const SLEEPY_CHECKS: readonly Check[] = [
  { env: { exec_timeout: '2s' }, look: lookAtOwnDeadline },
  { env: { exec_timeout: '1s', EXEC_TIMEOUT: '10s' }, look: lookAtWatchdogDeadline },
  { env: {}, look: (watchdog) => lookAtLines(watchdog, '`log_buffer_size=-1`, as the template sets it', true) },
  {
    env: { log_buffer_size: '65536' },
    look: (watchdog) => lookAtLines(watchdog, "`log_buffer_size=65536`, of-watchdog's default", false),
  },
]

async function lookAtOwnDeadline(watchdog: Watchdog): Promise<Row[]> {
  await watchdog.waitUntilReady()
  const late = await call(watchdog, '/?sleep=4000')
  const shortened = await call(watchdog, '/?sleep=4000', { headers: { 'x-timeout': '1s' } })
  return [
    { what: 'a handler that takes 4 s, `exec_timeout=2s`', seen: describe(late), ok: isProblem(late, 504) },
    {
      what: 'the same with `X-Timeout: 1s`, of which the function knows nothing',
      seen: describe(shortened),
      ok: isEmptyOfWatchdog(shortened, 504),
    },
  ]
}

async function lookAtWatchdogDeadline(watchdog: Watchdog): Promise<Row[]> {
  await watchdog.waitUntilReady()
  const late = await call(watchdog, '/?sleep=3000')
  const streamed = await call(watchdog, '/?sleep=3000', { headers: { accept: 'text/event-stream' } })
  const next = await call(watchdog, '/')
  return [
    {
      what: 'a handler that takes 3 s, `exec_timeout=1s`, `EXEC_TIMEOUT=10s`',
      seen: describe(late),
      ok: isEmptyOfWatchdog(late, 504),
    },
    {
      what: 'the same with `Accept: text/event-stream`, to which `exec_timeout` does not apply',
      seen: `${streamed.status}, ${streamed.body}`,
      ok: streamed.status === 200 && streamed.body === 'done',
    },
    { what: 'the next request', seen: `${next.status}`, ok: next.status === 200 },
  ]
}

async function lookAtLines(watchdog: Watchdog, setting: string, survives: boolean): Promise<Row[]> {
  await watchdog.waitUntilReady()
  const print = async (length: number, end: string) => {
    await call(watchdog, `/?line=${length - end.length}&end=${end}`)
    return (await watchdog.findLine((line) => line.endsWith(end)))?.length
  }
  const lengths = [BUFFER_BYTES - 1, BUFFER_BYTES, 100] as const
  const seen = [await print(lengths[0], 'under'), await print(lengths[1], 'above'), await print(lengths[2], 'after')]
  const shown = seen.map((length) => length ?? 'lost')
  const expected = survives ? lengths : [lengths[0], 'lost', 'lost']
  return [
    {
      what: `lines of ${lengths[0]}, ${lengths[1]} and 100 bytes, ${setting}`,
      seen: shown.join(', '),
      ok: shown.join() === expected.join(),
    },
  ]
}
