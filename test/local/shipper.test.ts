import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LogShipper } from '../../src/local/logs/shipper.ts'
import { type FakeLoki, startFakeLoki } from './fake-loki.ts'
import { waitFor } from './harness.ts'

const LABELS = { namespace: 'openfaas-fn', function_name: 'echo', stage: 'production' }
const FAST = { lingerMs: 1, timeoutMs: 200, retryDelayMs: 1 }

function start(loki: { url: string }, options = {}) {
  const notices: string[] = []
  const shipper = new LogShipper({ url: loki.url, onNotice: (notice) => notices.push(notice), ...FAST, ...options })
  return { shipper, notices }
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`)
const texts = (loki: FakeLoki) => loki.lines.map(({ line }) => line)

test('lines arrive in order, each once, with their labels and strictly rising timestamps', async (t) => {
  const loki = await startFakeLoki()
  t.after(() => loki.close())
  const { shipper, notices } = start(loki, { timeoutMs: 10_000 })
  for (const line of numbers(5000)) await shipper.accept(LABELS, line)
  const counts = await shipper.flush()
  assert.deepEqual(counts, { accepted: 5000, acknowledged: 5000, refused: 0, lost: 0 })
  assert.deepEqual(texts(loki), numbers(5000))
  assert.deepEqual(loki.lines[0]?.labels, LABELS)
  const stamps = loki.lines.map(({ timestamp }) => BigInt(timestamp))
  assert.ok(stamps.every((stamp, index) => index === 0 || stamp > (stamps[index - 1] ?? 0n)))
  await shipper.close(1000)
  assert.deepEqual(notices, [])
})

const passing = [
  { name: '429 with Retry-After', behaviour: { status: 429, headers: { 'retry-after': '0' } } },
  { name: '500', behaviour: { status: 500, text: 'out of order' } },
  { name: '503 after it has stored the lines', behaviour: { store: true, status: 503 } },
  { name: 'nothing, hanging up', behaviour: { hangUp: true } },
  { name: 'nothing, hanging up after it has stored the lines', behaviour: { store: true, hangUp: true } },
  { name: 'nothing in time, after it has stored the lines', behaviour: { store: true, silent: true } },
]
for (const { name, behaviour } of passing)
  test(`a Loki that answers ${name} is asked again; nothing is lost, nothing doubled`, async (t) => {
    const loki = await startFakeLoki()
    t.after(() => loki.close())
    loki.script.push(behaviour, behaviour)
    const { shipper, notices } = start(loki)
    for (const line of numbers(300)) await shipper.accept(LABELS, line)
    const counts = await shipper.flush()
    await shipper.close(1000)
    assert.deepEqual(counts, { accepted: 300, acknowledged: 300, refused: 0, lost: 0 })
    assert.deepEqual(texts(loki), numbers(300))
    assert.match(notices[0] ?? '', /takes no lines .* they wait and are sent again$/)
  })

test('a Loki that is away loses nothing: the lines wait, and past the limit their writers', async (t) => {
  const gone = await startFakeLoki()
  await gone.close()
  const { shipper } = start(gone, { maxBufferedCharacters: 1000 })
  let written = 0
  const writer = (async () => {
    for (const line of numbers(100)) {
      await shipper.accept(LABELS, line)
      written += 1
    }
  })()
  await waitFor(() => written > 5)
  assert.ok(written < 20)
  const back = await startFakeLoki(gone.port)
  t.after(() => back.close())
  await writer
  await shipper.close(5000)
  assert.deepEqual(texts(back), numbers(100))
})

for (const status of [400, 401, 404])
  test(`a refusal with ${status} is not tried again; its lines are counted and said`, async (t) => {
    const loki = await startFakeLoki()
    t.after(() => loki.close())
    loki.script.push({ status, text: 'not like this' })
    const { shipper, notices } = start(loki)
    shipper.accept(LABELS, 'refused')
    await shipper.flush()
    shipper.accept(LABELS, 'taken')
    const counts = await shipper.close(1000)
    assert.deepEqual(counts, { accepted: 2, acknowledged: 1, refused: 1, lost: 0 })
    assert.equal(loki.pushes, 2)
    assert.deepEqual(notices, [`Loki at ${loki.url} refused 1 log lines: ${status} not like this`])
  })

test('a batch that is too large (413) is sent again in halves; a single line that is, is refused', async (t) => {
  const loki = await startFakeLoki()
  t.after(() => loki.close())
  loki.script.push({ status: 413 }, { status: 413 }, { status: 413 })
  const { shipper } = start(loki, { lingerMs: 1000 })
  for (const line of numbers(4)) shipper.accept(LABELS, line)
  const counts = await shipper.flush()
  await shipper.close(1000)
  assert.deepEqual(counts, { accepted: 4, acknowledged: 3, refused: 1, lost: 0 })
  assert.deepEqual(texts(loki), ['line 1', 'line 2', 'line 3'])
})

test('what is not acknowledged by the end is counted as lost and said', async () => {
  const gone = await startFakeLoki()
  await gone.close()
  const { shipper, notices } = start(gone)
  shipper.accept(LABELS, 'a')
  shipper.accept(LABELS, 'b')
  const counts = await shipper.close(20)
  assert.deepEqual(counts, { accepted: 2, acknowledged: 0, refused: 0, lost: 2 })
  assert.equal(notices.at(-1), `2 log lines were lost: Loki at ${gone.url} did not take them in time`)
})
