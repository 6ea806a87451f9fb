import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { call, describe, isEmptyOfWatchdog } from './calls.ts'
import type { Check, Row } from './row.ts'
import type { Watchdog } from './watchdog.ts'

/** Begins an answer to /parts, and ends it when /end is asked for. */
const TWO_PARTS = `const { createServer } = require('node:http')
let begun
createServer(({ url }, response) => {
  if (url === '/end') begun.end('last')
  if (url !== '/parts') return response.end()
  begun = response
  begun.write('first ')
}).listen(process.env.http_port, '127.0.0.1')
`
/** No part of an answer takes as long on its own. */
const FIRST_PART_LIMIT_MS = 1000

/** What is seen with children of of-watchdog that are not the runtime. @param folder for their code */
export function childChecks(folder: string): readonly Check[] {
  const twoParts = join(folder, 'two-parts.js')
  writeFileSync(twoParts, TWO_PARTS)
  return [
    { env: { fprocess: 'sleep 600' }, look: (watchdog) => lookAtRefusal(watchdog, 'a child that does not listen') },
    { env: { fprocess: 'true' }, look: lookAtEnd },
    { env: { fprocess: `${process.execPath} ${twoParts}` }, look: lookAtStreaming },
  ]
}

async function lookAtRefusal(watchdog: Watchdog, who: string): Promise<Row[]> {
  await watchdog.waitUntilListening()
  const [answer, ready, health] = [
    await call(watchdog, '/'),
    await call(watchdog, '/_/ready', { method: 'GET' }),
    await call(watchdog, '/_/health', { method: 'GET' }),
  ]
  const states = `${ready.status}, ${health.status}`
  return [
    { what: who, seen: describe(answer), ok: isEmptyOfWatchdog(answer, 500) },
    { what: 'its `/_/ready` and `/_/health`', seen: states, ok: states === '503, 503' },
  ]
}

async function lookAtEnd(watchdog: Watchdog): Promise<Row[]> {
  await watchdog.waitUntilListening()
  while (watchdog.children.length > 0) await delay(10)
  return lookAtRefusal(watchdog, 'a child that ended with 0, which does not end of-watchdog')
}

async function lookAtStreaming(watchdog: Watchdog): Promise<Row[]> {
  await watchdog.waitUntilReady('/')
  const streamed = await timeFirstPart(watchdog, 'text/event-stream')
  const plain = await timeFirstPart(watchdog, '*/*')
  const what = 'an answer that its child writes in two parts begins'
  return [
    { what: `${what}, \`Accept: text/event-stream\``, seen: streamed, ok: streamed === 'with the first' },
    { what: `${what}, any other \`Accept\``, seen: plain, ok: plain === 'with the last' },
  ]
}

/** Asks for the last part when the answer has begun, or does not begin. */
async function timeFirstPart(watchdog: Watchdog, accept: string): Promise<string> {
  const answer = fetch(`${watchdog.url}/parts`, { headers: { accept } })
  const begun = await Promise.race([answer.then(({ ok }) => ok), delay(FIRST_PART_LIMIT_MS)])
  await call(watchdog, '/end', { method: 'GET' })
  const whole = await (await answer).text()
  if (whole !== 'first last') return `wrongly: ${whole}`
  return begun ? 'with the first' : 'with the last'
}
