import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import { InputError } from './errors.ts'
import type { Handler } from './handler.ts'
import { HandlerCall, type Outcome } from './handler-call.ts'
import { readImageOutput } from './image-output.ts'
import { encodeParts } from './multipart.ts'
import { StepRecorder } from './steps.ts'

const NO_COUNTERS = { majorPageFaults: 0, throttledPeriods: undefined, throttledSec: undefined }
const MODEL = {
  version: '',
  labels: [],
  hasPart: () => false,
  session() {
    throw new Error('There is no model here.')
  },
}

interface Sent {
  readonly body?: Buffer
  readonly contentType?: string
  readonly signal?: AbortSignal
}

function run(handler: Handler, sent: Sent = {}): Promise<Outcome> {
  const { body = Buffer.alloc(0), contentType = '', signal = new AbortController().signal } = sent
  const means = { model: MODEL, maxPixels: 1e6, gatewayUrl: '', guardNative: <T>(work: () => Promise<T>) => work() }
  const trace = { traceId: '0'.repeat(32), sampled: false, traceState: undefined }
  const situation = { requestId: '', trace, deadlineAtMs: Number.POSITIVE_INFINITY, signal, onBegin() {} }
  const request = { body, contentType, query: new URLSearchParams(), accept: '' }
  return new HandlerCall(means, new StepRecorder(() => NO_COUNTERS), request, situation).run(handler)
}

function readAnswer({ result }: Outcome) {
  if ('error' in result) throw result.error
  return result.answer
}

const RED = sharp({ create: { width: 40, height: 20, channels: 3, background: '#ff0000' } })

describe('a handler', () => {
  it('answers with a picture that no cache keeps, with facts beside it', async () => {
    const { headers, contentType, body, log } = readAnswer(
      await run(
        async ({ body: bytes, ...request }, { decodeWhole, answerImage }) => {
          const output = readImageOutput(request, { fallback: 'webp' })
          return answerImage(await decodeWhole(bytes), output, { faces: 2 }, { 'x-vouch-faces': 2 })
        },
        { body: await RED.png().toBuffer() },
      ),
    )
    assert.deepEqual(headers, { 'cache-control': 'no-store', 'x-vouch-faces': 2 })
    assert.deepEqual([contentType, log.faces, log.provenance], ['image/webp', 2, undefined])
    assert.deepEqual((await sharp(body as Buffer).metadata()).width, 40)
  })

  it('begins no native work and no call of another function for nobody', async () => {
    const signal = AbortSignal.abort()
    const decoding = await run(({ body }, { decode }) => decode(body, 8) as never, {
      signal,
      body: await RED.png().toBuffer(),
    })
    const calling = await run(
      ({ body, contentType }, { callFunction }) => callFunction('x', { body, contentType }) as never,
      { signal },
    )
    for (const { result, steps } of [decoding, calling]) {
      assert.equal((result as { error: Error }).error.name, 'AbortError')
      assert.deepEqual(steps, [])
    }
  })

  it('says in the picture, in a header and in the log that a model made a part of it', async () => {
    const provenance = 'compositeWithTrainedAlgorithmicMedia'
    const { headers, body, log } = readAnswer(
      await run(
        async ({ body: bytes }, { decodeWhole, answerImage }) =>
          answerImage(await decodeWhole(bytes), { format: 'png', quality: 90, provenance }),
        {
          body: await RED.png().toBuffer(),
        },
      ),
    )
    assert.equal(headers?.['x-vouch-provenance'], provenance)
    assert.equal(log.provenance, provenance)
    assert.match((await sharp(body as Buffer).metadata()).xmpAsString ?? '', new RegExp(provenance))
  })

  it('answers with JSON that no cache keeps', async () => {
    const { headers } = readAnswer(await run((_, { answerJson }) => answerJson({}, {}, { 'x-vouch-model': 'm' })))
    assert.deepEqual(headers, { 'cache-control': 'no-store', 'x-vouch-model': 'm' })
  })

  it('keeps what it logs of a picture without a mark', async () => {
    const { log } = readAnswer(
      await run((_, { answerImage }) => {
        const picture = { pixels: new Uint8Array(3), width: 1, height: 1, channels: 3 } as const
        return answerImage(picture, { format: 'png', quality: 90 }, { provenance: 'madeElsewhere' })
      }),
    )
    assert.deepEqual(log, { provenance: 'madeElsewhere' })
  })

  it('reads the size of an upright picture from its header: that the rest is cut off does not matter', async () => {
    const whole = await RED.clone().resize(900, 400).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    const sent = { body: whole.subarray(0, whole.length / 2) }
    const sized = await run(async ({ body }, { readSize, answerJson }) => answerJson(await readSize(body)), sent)
    assert.equal(readAnswer(sized).body, '{"width":400,"height":900}')
    const decoded = await run(async ({ body }, { decodeFit, answerJson }) => answerJson(await decodeFit(body, 1)), sent)
    assert.ok('error' in decoded.result)
  })

  it('reads parts, decodes them, and is told the size of the last one in full', async () => {
    const bytes = await RED.png().toBuffer()
    const sent = encodeParts(['source', 'target'].map((name) => ({ name, bytes, contentType: 'image/png' })))
    const outcome = await run(async (_, { readParts, decodeFit, answerJson }) => {
      const { source, target } = await readParts({ required: ['source', 'target'] })
      await decodeFit(source, 10)
      return answerJson((await decodeFit(target, 10)).picture.width)
    }, sent)
    assert.equal(readAnswer(outcome).body, '10')
    assert.deepEqual(outcome.picture, { width: 40, height: 20 })
    assert.deepEqual(
      outcome.steps.map(({ name }) => name),
      ['decode', 'decode', 'decode', 'encode'],
    )
  })

  it('is told which part is damaged', async () => {
    const sent = encodeParts([{ name: 'source', bytes: Buffer.from('text'), contentType: 'image/png' }])
    const { result, steps } = await run(async (_, { readParts, decode, answerJson }) => {
      const { source } = await readParts({ required: ['source'] })
      return answerJson((await decode(source, 10)).width)
    }, sent)
    assert.ok('error' in result && result.error instanceof InputError)
    assert.match(result.error.message, /^Part source: The body is not a JPEG/)
    assert.deepEqual(
      steps.map(({ failed }) => failed),
      [false, true],
    )
  })

  it('measures its own steps, waiting included', async () => {
    const { steps } = await run(async (_, { step, stepAsync, answerJson }) => {
      const text = await stepAsync('preprocess', async () => 'ab')
      return answerJson(step('postprocess', () => text.length))
    })
    assert.deepEqual(
      steps.map(({ name }) => name),
      ['preprocess', 'postprocess', 'encode'],
    )
  })
})
