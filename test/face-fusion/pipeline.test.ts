import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import type { Span, Trace } from '../../src/client/trace-client.ts'
import { type TestPlatform, waitFor } from '../local/harness.ts'
import { processesWith } from '../local/processes.ts'
import { countBegun, fuse, SERVICES, startPipeline, waitForTrace } from './pipeline.ts'

const PAIR = { source: 'astronaut.png', target: 'grace.jpg' }

let platform: TestPlatform
before(async () => {
  platform = await startPipeline()
})
after(() => platform.end())

async function readLine(service: string, requestId: string): Promise<Record<string, unknown>> {
  await platform.flush()
  const lines = platform.loki.lines.map(({ line }) => JSON.parse(line))
  return lines.find((line) => line.function === service && line.request_id === requestId)
}

test('the face of one photo is laid over that of another, and the result is nearer to it', async () => {
  const answer = await fuse(platform, PAIR, 'pair')
  assert.equal(answer.status, 200, await answer.clone().text())
  const { format, width, height, xmp } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata()
  assert.deepEqual([format, width, height], ['jpeg', 512, 512])
  assert.match(String(xmp), /compositeWithTrainedAlgorithmicMedia/)
  const [source, target] = ['source', 'target'].map((of) => Number(answer.headers.get(`x-vouch-similarity-${of}`)))
  assert.ok((source as number) > (target as number), `${source} and ${target}`)
  const line = await readLine('face-fusion', 'pair')
  const { stages, similarity_source, similarity_target, provenance } = line
  assert.deepEqual(
    [stages, similarity_source, similarity_target, provenance],
    [6, source, target, 'compositeWithTrainedAlgorithmicMedia'],
  )
})

test('its trace is one from end to end: both detections, both encodings, the swap, the check', async () => {
  await fuse(platform, PAIR, 'traced')
  const { trace_id } = await readLine('face-fusion', 'traced')
  const trace = await waitForTrace(platform, String(trace_id))
  const services = new Set(Object.values(trace.processes).map(({ serviceName }) => serviceName))
  assert.deepEqual([...services].sort(), SERVICES)
  const [one, two, three, four, swap, check] = findCalls(trace)
  assert.deepEqual([one, two].map(nameOf), ['call face-detector', 'call face-detector'])
  assert.deepEqual([three, four].map(nameOf), ['call face-encoder', 'call face-encoder'])
  assert.deepEqual([swap, check].map(nameOf), ['call face-swapper', 'call face-encoder'])
  assert.ok(areAtOnce(one, two) && areAtOnce(three, four))
  assert.ok(isAfter(three, one) && isAfter(three, two) && isAfter(four, one) && isAfter(four, two))
  assert.ok(isAfter(swap, three) && isAfter(swap, four) && isAfter(check, swap))
  for (const call of findCalls(trace))
    assert.equal(trace.spans.filter((span) => parentOf(span) === call.spanID).length, 1)
})

test('a picture without a face is a fault of its part', async () => {
  const answer = await fuse(platform, { ...PAIR, target: 'coffee.png' })
  const { type, status, detail, part } = (await answer.json()) as Record<string, unknown>
  assert.deepEqual(
    [answer.status, type, status, detail, part],
    [422, 'urn:vouch:problem:no-face', 422, 'Part target: No face was found.', 'target'],
  )
})

test('a stage that is killed amid its work is a 502 that names it, and the pipeline recovers', async () => {
  const [pid = 0] = processesWith(`http_port=${await findPort('face-encoder')}`)
  const begun = await countBegun(platform, 'face-encoder')
  process.kill(pid, 'SIGSTOP') // what it is given it has, and does not answer
  const fusing = fuse(platform, PAIR, 'killed')
  await waitFor(async () => (await countBegun(platform, 'face-encoder')) === begun + 2)
  process.kill(pid, 'SIGKILL')
  const answer = await fusing
  const problem = (await answer.json()) as Record<string, unknown>
  assert.deepEqual([answer.status, problem['type']], [502, 'urn:vouch:problem:stage-failed'])
  assert.deepEqual([problem['function'], problem['function_status']], ['face-encoder', 502])
  const { event, status_code, error_message } = await readLine('face-fusion', 'killed')
  assert.deepEqual([event, status_code], ['inference_request', 502])
  assert.equal(error_message, 'The function face-encoder answered 502.')
  await waitFor(async () => (await fuse(platform, PAIR)).status === 200)
})

async function findPort(service: string): Promise<unknown> {
  await platform.flush()
  const lines = platform.loki.lines.map(({ line }) => JSON.parse(line))
  return lines.find((line) => line.function === service && line.event === 'listening')?.http_port
}

/** The calls that face-fusion made, as they began. */
function findCalls({ spans }: Trace): [Span, Span, Span, Span, Span, Span] {
  const calls = spans.filter(({ operationName }) => operationName.startsWith('call '))
  assert.equal(calls.length, 6)
  return calls.sort((a, b) => a.startTime - b.startTime) as [Span, Span, Span, Span, Span, Span]
}

const nameOf = (span: Span) => span.operationName
const parentOf = (span: Span) => span.references.find(({ refType }) => refType === 'CHILD_OF')?.spanID
const endOf = (span: Span) => span.startTime + span.duration
const isAfter = (later: Span, earlier: Span) => later.startTime >= endOf(earlier)
const areAtOnce = (one: Span, other: Span) => one.startTime < endOf(other) && other.startTime < endOf(one)
