import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, call, countStatuses, photo, sendPhotos, waitUntilReady } from './calls.ts'
import type { Container } from './docker.ts'

export interface Row {
  readonly what: string
  readonly seen: string
  /** Undefined for what is measured and nothing was promised of. */
  readonly asExpected?: boolean
}

export interface Check {
  /** Options of `docker run`. */
  readonly options: readonly string[]
  look(container: Container): Promise<Row[]>
}

/** telemetry.yaml, `ignore`. */
const WATCHDOG_LINE = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /
const CHEAP_REQUESTS = 4000
const AFTER_SIGNAL_MS = 3000
const HARDENED = ['--read-only', '--tmpfs', '/tmp', '--user', '12000', '--cap-drop', 'ALL', '--memory', '1g']

export const CHECKS: readonly Check[] = [
  { options: [], look: async (container) => [...(await lookAtAnswers(container)), ...(await lookAtLines(container))] },
  { options: ['--memory', '1g'], look: lookAtStop },
  { options: ['--cpus', '1', '--env', 'exec_timeout=1s'], look: lookAtDeadline },
  { options: ['--env', 'max_inflight=2'], look: lookAtInflight },
  { options: [...HARDENED, '--cpus', '1', '--security-opt', 'no-new-privileges'], look: lookAtHardened },
]

const isEspresso = ({ status, body }: Answer) => status === 200 && /"class":"espresso"/.test(body)
const isProblem = (answer: Answer, status: number) =>
  answer.status === status && answer.contentType === 'application/problem+json'

async function lookAtAnswers(container: Container): Promise<Row[]> {
  const seen = (await waitUntilReady(container)).join(', then ')
  const health = await call(container.url(8080, '/_/health'))
  const good = await call(container.url(8080, '/'), photo)
  const noImage = await call(container.url(8080, '/'), Buffer.from('no image'))
  const tooLarge = await call(container.url(8080, '/'), Buffer.alloc(20 * 2 ** 20 + 1))
  const metrics = await call(container.url(8000, '/metrics'))
  return [
    { what: '`/_/ready` while it starts', seen, asExpected: seen === '503, then 200' },
    { what: '`/_/health` when ready', seen: `${health.status}`, asExpected: health.status === 200 },
    { what: 'coffee.png', seen: `${good.status} ${good.body.slice(0, 60)}…`, asExpected: isEspresso(good) },
    { what: 'not an image', seen: `${noImage.status} ${noImage.contentType}`, asExpected: isProblem(noImage, 415) },
    {
      what: '20 MiB and a byte',
      seen: `${tooLarge.status} ${tooLarge.contentType}`,
      asExpected: isProblem(tooLarge, 413),
    },
    { what: '`:8000/metrics`', seen: `${metrics.status}`, asExpected: /^vouch_requests_total\{/m.test(metrics.body) },
  ]
}

async function lookAtLines(container: Container): Promise<Row[]> {
  const startMs = performance.now()
  let left = CHEAP_REQUESTS
  const client = async () => {
    while (left-- > 0) await call(container.url(8080, '/nothing'))
  }
  await Promise.all(Array.from({ length: 8 }, client))
  const rate = Math.round((2 * CHEAP_REQUESTS * 1000) / (performance.now() - startMs))
  await sleep(500)
  const lines = await container.lines()
  const refused = lines.function.filter((line) => JSON.parse(line).status_code === 404).length
  const strange = lines.watchdog.filter((line) => !WATCHDOG_LINE.test(line))
  const changes = await container.changes()
  return [
    {
      what: `one JSON line for each of ${CHEAP_REQUESTS} requests, beside one of of-watchdog`,
      seen: `${refused}, ${rate} lines/s together`,
      asExpected: refused === CHEAP_REQUESTS,
    },
    {
      what: 'lines of of-watchdog that are not its own plain text',
      seen: `${strange.length}`,
      asExpected: strange.length === 0,
    },
    { what: 'files written', seen: changes.join(', '), asExpected: changes.join() === 'C /tmp,A /tmp/.lock' },
  ]
}

async function lookAtStop(container: Container): Promise<Row[]> {
  await waitUntilReady(container)
  let endMs = Number.POSITIVE_INFINITY
  const load = sendPhotos(container, 8, () => performance.now() < endMs)
  await sleep(2000)
  const memory = await container.memoryInUse()
  endMs = performance.now() + AFTER_SIGNAL_MS
  const [answers, exitCode] = await Promise.all([load, container.stop()])
  const lines = await container.lines()
  const logged = lines.function.filter((line) => JSON.parse(line).event === 'inference_request').length
  return [
    { what: '`docker stop` under 8 clients', seen: countStatuses(answers), asExpected: answers.every(isEspresso) },
    { what: 'lines of these requests', seen: `${logged}`, asExpected: logged === answers.length },
    { what: 'exit code after it', seen: `${exitCode}`, asExpected: exitCode === 0 },
    { what: 'memory under 8 clients', seen: memory },
  ]
}

async function lookAtDeadline(container: Container): Promise<Row[]> {
  await waitUntilReady(container)
  let left = 100
  const answers = await sendPhotos(container, 100, () => left-- > 0)
  const late = answers.filter(({ status }) => status !== 200)
  return [
    {
      what: '100 requests at once with `exec_timeout=1s`, one CPU',
      seen: `${countStatuses(answers)}, of them ${late.filter((answer) => isProblem(answer, 504)).length} as problem+json`,
      asExpected: late.length > 0 && late.every((answer) => isProblem(answer, 504)),
    },
  ]
}

async function lookAtInflight(container: Container): Promise<Row[]> {
  await waitUntilReady(container)
  let left = 64
  const answers = await sendPhotos(container, 16, () => left-- > 0)
  const refused = answers.filter(({ status }) => status !== 200)
  return [
    {
      what: '64 requests by 16 clients with `max_inflight=2`',
      seen: countStatuses(answers),
      asExpected: refused.length > 0 && refused.every(({ status, isOfWatchdog }) => status === 429 && isOfWatchdog),
    },
  ]
}

async function lookAtHardened(container: Container): Promise<Row[]> {
  await waitUntilReady(container)
  const answer = await call(container.url(8080, '/'), photo)
  const { function: lines } = await container.lines()
  const workers = lines.map((line) => JSON.parse(line)).find(({ event }) => event === 'function_ready')?.workers
  return [
    {
      what: 'read-only root, uid 12000, no capabilities, 1 GiB',
      seen: `${answer.status}`,
      asExpected: isEspresso(answer),
    },
    { what: 'workers on `--cpus 1`', seen: `${workers}`, asExpected: workers === 1 },
  ]
}
