import { setTimeout as delay } from 'node:timers/promises'
import { call, countStatuses, describe, isOfWatchdog, isProblem, photo, sendPhotos } from './calls.ts'
import type { Check, Row } from './row.ts'
import type { Watchdog } from './watchdog.ts'

/** telemetry.yaml, `ignore`. */
const WATCHDOG_LINE = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /
const TRACE = '0af7651916cd43dd8448eb211c80319c'
/** Not to be changed by any variable. */
const METRICS_URL = 'http://127.0.0.1:8081'
const AFTER_SIGNAL_MS = 1500

/** What is seen with the image-classifier behind of-watchdog. */
export const PHOTO_CHECKS: readonly Check[] = [
  {
    env: {},
    look: async (watchdog) => [
      ...(await lookAtHealth(watchdog)),
      ...(await lookAtAnswer(watchdog)),
      ...(await lookAtMetrics()),
    ],
  },
  { env: { max_inflight: '2' }, look: lookAtInflight },
  { env: { healthcheck_interval: '3s' }, look: lookAtDrain },
  { env: {}, look: lookAtDeath },
  { env: { prefix_logs: 'true' }, look: lookAtPrefix },
]

async function lookAtHealth(watchdog: Watchdog): Promise<Row[]> {
  const [ready, health] = await Promise.all([watchdog.waitUntilReady(), watchdog.waitUntilReady('/_/health')])
  const other = await call(watchdog, '/_/health')
  const expected = '503, 200'
  return [
    { what: '`/_/ready` while it starts', seen: ready.join(', '), ok: ready.join(', ') === expected },
    { what: '`/_/health`, which waits for the lock file', seen: health.join(', '), ok: health.join(', ') === expected },
    { what: 'POST to `/_/health`', seen: `${other.status}`, ok: other.status === 405 },
  ]
}

async function lookAtAnswer(watchdog: Watchdog): Promise<Row[]> {
  const headers = { 'x-call-id': 'call-1', traceparent: `00-${TRACE}-b7ad6b7169203331-01` }
  const good = await call(watchdog, '/?top=2', { body: photo, headers })
  const found = await watchdog.findLine((line) => line.includes('"call-1"'))
  const line = found === undefined ? {} : JSON.parse(found)
  const lost = await call(watchdog, '/nothing', { body: photo })
  await delay(200)
  const strange = watchdog.own.filter((text) => !WATCHDOG_LINE.test(text))
  const answered = good.status === 200 ? JSON.parse(good.body).predictions : []
  const classes = answered.map((prediction: { class: string }) => prediction.class)
  const seconds = good.headers.get('x-duration-seconds')
  return [
    {
      what: 'a photo to `/?top=2`',
      seen: `${good.status}, ${classes.join(', ')}`,
      ok: classes[0] === 'espresso' && classes.length === 2,
    },
    { what: '`X-Duration-Seconds` of the answer', seen: `${seconds}`, ok: Number(seconds) > 0 },
    {
      what: '`request_id` of the line, for `X-Call-Id: call-1`',
      seen: `${line.request_id}`,
      ok: line.request_id === 'call-1',
    },
    { what: '`trace_id` of the line, for `traceparent`', seen: `${line.trace_id}`, ok: line.trace_id === TRACE },
    { what: 'any path but `/`', seen: describe(lost), ok: isProblem(lost, 404) },
    {
      what: 'lines of of-watchdog that telemetry.yaml does not ignore',
      seen: `${strange.length}`,
      ok: !strange.length,
    },
  ]
}

async function lookAtMetrics(): Promise<Row[]> {
  const { body } = await call({ url: METRICS_URL }, '/metrics', { method: 'GET' })
  const counts = [...body.matchAll(/^http_requests_total\{code="(\d+)",method="post"\} (\d+)$/gm)]
  const seen = counts.map(([, code, count]) => `${code} x ${count}`).join(', ')
  return [{ what: '`http_requests_total` of these two, on port 8081', seen, ok: seen === '200 x 1, 404 x 1' }]
}

async function lookAtInflight(watchdog: Watchdog): Promise<Row[]> {
  await watchdog.waitUntilReady()
  let left = 64
  const load = sendPhotos(watchdog, 16, () => left-- > 0)
  const ready: (number | undefined)[] = []
  while (left > 0) ready.push((await call(watchdog, '/_/ready', { method: 'GET' })).status)
  const answers = await load
  const refused = answers.filter(({ status }) => status !== 200)
  return [
    {
      what: '64 photos by 16 clients, `max_inflight=2`',
      seen: countStatuses(answers),
      ok: refused.length > 0 && refused.every((answer) => answer.status === 429 && isOfWatchdog(answer)),
    },
    { what: '`/_/ready` meanwhile', seen: [...new Set(ready)].join(', '), ok: ready.includes(429) },
  ]
}

async function lookAtDrain(watchdog: Watchdog): Promise<Row[]> {
  await watchdog.waitUntilReady()
  let endMs = Number.POSITIVE_INFINITY
  const load = sendPhotos(watchdog, 8, () => performance.now() < endMs)
  await delay(1000)
  const [pid] = watchdog.children
  watchdog.child.kill('SIGTERM')
  endMs = performance.now() + AFTER_SIGNAL_MS
  await delay(200)
  const health = await call(watchdog, '/_/health', { method: 'GET' })
  const ready = await call(watchdog, '/_/ready', { method: 'GET' })
  const answers = await load
  const code = await watchdog.ended()
  const hasEnded = await endsWithin(pid, 5000)
  const logged = watchdog.lines.filter((line) => JSON.parse(line).event === 'inference_request').length
  return [
    { what: '`/_/health` after SIGTERM', seen: `${health.status}`, ok: health.status === 503 },
    { what: '`/_/ready` after SIGTERM', seen: `${ready.status}`, ok: ready.status === 503 },
    {
      what: 'SIGTERM under 8 clients, which go on for 1.5 s, `healthcheck_interval=3s`',
      seen: countStatuses(answers),
      ok: answers.every(({ status }) => status === 200),
    },
    { what: 'lines of these requests', seen: `${logged} of ${answers.length}`, ok: logged === answers.length },
    { what: 'exit code of of-watchdog', seen: `${code}`, ok: code === 0 },
    {
      what: 'the function, which never ends first, within 5 s of that',
      seen: hasEnded ? 'ended' : 'still runs',
      ok: hasEnded,
    },
  ]
}

async function lookAtDeath(watchdog: Watchdog): Promise<Row[]> {
  await watchdog.waitUntilReady()
  const [pid] = watchdog.children
  process.kill(pid as number, 'SIGKILL')
  const code = await watchdog.ended()
  return [{ what: 'the function is killed', seen: `of-watchdog ends with ${code}`, ok: code !== 0 && code !== null }]
}

async function lookAtPrefix(watchdog: Watchdog): Promise<Row[]> {
  await watchdog.waitUntilReady()
  const broken = [...watchdog.lines, ...watchdog.own].find((line) => /stdout: \{/i.test(line))
  return [
    {
      what: '`prefix_logs=true`, against what the template sets',
      seen: broken === undefined ? 'lines as they were' : 'a prefix before the JSON',
      ok: broken !== undefined,
    },
  ]
}

async function endsWithin(pid: number | undefined, limitMs: number): Promise<boolean> {
  const endMs = performance.now() + limitMs
  while (isAlive(pid) && performance.now() < endMs) await delay(10)
  return !isAlive(pid)
}

function isAlive(pid: number | undefined): boolean {
  try {
    process.kill(pid as number, 0)
    return true
  } catch {
    return false
  }
}
