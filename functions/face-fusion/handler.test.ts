import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { InputError } from '#runtime/errors'
import { type LoadedFunction, loadFunction } from '#runtime/function'
import type { HandlerAnswer } from '#runtime/handler'
import { encodeParts, type Part } from '#runtime/multipart'
import { readClockMs } from '#runtime/steps'
import { type Call, type Reply, readCall, toJson, toProblem } from '../../test/functions/fake-stages.ts'

const FACE = { box: [10, 10, 50, 60], score: 0.9, landmarks: [[1, 1]] }
const SMALL = { box: [70, 10, 80, 20], score: 0.95, landmarks: [[2, 2]] }
const EMBEDDINGS: Record<string, readonly number[]> = { source: [1, 0], target: [0, 1], swapped: [0.8, 0.6] }
const PROVENANCE = 'compositeWithTrainedAlgorithmicMedia'
const MODEL = 'dlib-face-resnet@1.0.0'

const encode: Reply = (response, call) =>
  toJson({ embedding: EMBEDDINGS[call.parts['image'] ?? ''], model: MODEL, quality: {} })(response, call)
const swap: Reply = (response) =>
  response
    .writeHead(200, {
      'content-type': 'image/webp',
      'x-vouch-provenance': PROVENANCE,
      'x-vouch-engine': 'mesh',
      'x-vouch-source-faces': '9',
      age: '1',
    })
    .end('swapped')

describe('face-fusion', () => {
  let calls: Call[]
  let answered: number
  let replies: Record<string, Reply>
  let fusion: LoadedFunction
  const gateway = createServer(async (request, response) => {
    const call = await readCall(request, answered)
    calls.push(call)
    response.once('finish', () => answered++)
    replies[call.stage]?.(response, call)
  })

  before(async () => {
    gateway.listen(0, '127.0.0.1')
    await once(gateway, 'listening')
    const gatewayUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`
    fusion = await loadFunction({ folder: __dirname, model: undefined, maxPixels: 1, gatewayUrl })
  })
  beforeEach(() => {
    ;[calls, answered] = [[], 0]
    replies = { 'face-detector': toJson({ faces: [FACE] }), 'face-encoder': encode, 'face-swapper': swap }
  })
  after(() => {
    gateway.closeAllConnections()
    gateway.close()
  })

  const PICTURES = [
    { name: 'source', bytes: Buffer.from('source'), contentType: 'image/jpeg' },
    { name: 'target', bytes: Buffer.from('target'), contentType: 'image/png' },
  ]
  async function fuse(
    query = '',
    pictures: readonly Part[] = PICTURES,
    readLeftMs = () => 60_000,
  ): Promise<HandlerAnswer> {
    const request = { ...encodeParts(pictures), query: new URLSearchParams(query), accept: '' }
    const trace = { traceId: '0'.repeat(31).concat('1'), sampled: true, traceState: undefined }
    const { signal } = new AbortController()
    const situation = {
      requestId: 'r-1',
      trace,
      signal,
      onBegin() {},
      get deadlineAtMs() {
        return readClockMs() + readLeftMs()
      },
    }
    const { result } = await fusion.run(request, situation)
    if ('error' in result) throw result.error
    return result.answer
  }
  const of = (stage: string) => calls.filter((call) => call.stage === stage)

  it('hands on the picture of the swapper untouched, with what it told of it', async () => {
    const { contentType, body, headers = {} } = await fuse()
    assert.deepEqual([contentType, String(body)], ['image/webp', 'swapped'])
    assert.equal(headers['cache-control'], 'no-store')
    assert.deepEqual([headers['x-vouch-provenance'], headers['x-vouch-engine']], [PROVENANCE, 'mesh'])
    assert.equal(headers['age'], undefined)
    assert.notEqual(headers['x-vouch-source-faces'], '9')
  })

  it('tells how like the result is to each face, to the caller and to the log', async () => {
    const { headers = {}, log } = await fuse()
    assert.deepEqual(log, { similaritySource: 0.8, similarityTarget: 0.6, provenance: PROVENANCE })
    assert.deepEqual([headers['x-vouch-similarity-source'], headers['x-vouch-similarity-target']], [0.8, 0.6])
  })

  it('hands on no face that does not say that it is altered', async () => {
    replies['face-swapper'] = (response) => response.writeHead(200, { 'content-type': 'image/webp' }).end('swapped')
    const message = 'The function face-swapper answered no provenance.'
    await assert.rejects(fuse(), { code: 'stage-failed', message })
    assert.equal(of('face-encoder').length, 2)
  })

  it('tells how long each stage took', async () => {
    const { headers = {} } = await fuse()
    for (const stage of ['detect', 'encode', 'swap', 'check']) {
      assert.ok(Number(headers[`x-vouch-${stage}-ms`]) > 0, `${stage}: ${headers[`x-vouch-${stage}-ms`]}`)
    }
  })

  it('detects in both at once, then encodes both at once, then swaps, then encodes the result', async () => {
    const held: (() => void)[] = []
    const holdTwo =
      (reply: Reply): Reply =>
      (response, call) => {
        held.push(() => reply(response, call))
        if (held.length === 2) for (const letGo of held.splice(0)) letGo()
      }
    const replyOne = replies['face-encoder'] as Reply
    const [inBoth, ofBoth] = [holdTwo(replies['face-detector'] as Reply), holdTwo(replyOne)]
    replies['face-detector'] = inBoth
    replies['face-encoder'] = (response, call) =>
      (call.parts['image'] === 'swapped' ? replyOne : ofBoth)(response, call)
    await fuse()
    const order = calls.map(({ stage, answeredBefore }) => [stage, answeredBefore])
    assert.deepEqual(order, [
      ['face-detector', 0],
      ['face-detector', 0],
      ['face-encoder', 2],
      ['face-encoder', 2],
      ['face-swapper', 4],
      ['face-encoder', 5],
    ])
  })

  it('asks for points by the mesh, and hands the faces on as the detector wrote them', async () => {
    await fuse('format=png')
    assert.deepEqual(new Set(of('face-detector').map(({ query }) => query)), new Set(['landmarks=mesh']))
    const face = JSON.stringify(FACE)
    const [{ parts, query }] = of('face-swapper') as [Call]
    assert.deepEqual(parts, { source: 'source', source_face: face, target: 'target', target_faces: `[${face}]` })
    assert.equal(query, 'format=png')
    assert.ok(of('face-encoder').every((call) => call.parts['face'] === face))
  })

  it('leaves another format to the swapper where the caller names none', async () => {
    await fuse()
    const [{ query, accept }] = of('face-swapper') as [Call]
    assert.deepEqual([query, accept], ['quality=90', 'image/jpeg'])
  })

  it('swaps the largest face alone, and says how many there were', async () => {
    replies['face-detector'] = toJson({ faces: [SMALL, FACE] })
    const { headers = {} } = await fuse()
    assert.equal(of('face-swapper')[0]?.parts['target_faces'], JSON.stringify([FACE]))
    assert.deepEqual([headers['x-vouch-source-faces'], headers['x-vouch-target-faces']], [2, 2])
  })

  it('swaps every face of the target with ?faces=all', async () => {
    replies['face-detector'] = toJson({ faces: [SMALL, FACE] })
    await fuse('faces=all')
    const [{ parts }] = of('face-swapper') as [Call]
    assert.deepEqual(
      [parts['source_face'], parts['target_faces']],
      [JSON.stringify(FACE), JSON.stringify([SMALL, FACE])],
    )
  })

  const several: Reply = toJson({ faces: [SMALL, FACE] })
  const inTarget =
    (reply: Reply): Reply =>
    (response, call) =>
      (call.parts['body'] === 'target' ? reply : toJson({ faces: [FACE] }))(response, call)
  const REFUSED = [
    { name: 'several faces in the target with ?strict=1', query: 'strict=1', part: 'target', code: 'several-faces' },
    { name: 'no face in the target', query: '', part: 'target', code: 'no-face' },
  ]
  for (const { name, query, part, code } of REFUSED) {
    it(`refuses ${name}, and names the part`, async () => {
      replies['face-detector'] = inTarget(code === 'no-face' ? toJson({ faces: [] }) : several)
      await assert.rejects(fuse(query), (error: { code: string; facts: unknown; message: string }) => {
        assert.equal(error.code, code)
        assert.match(error.message, new RegExp(`^Part ${part}: `))
        return true
      })
      assert.equal(calls.length, 2)
    })
  }

  it('takes several faces of the target for meant with ?faces=all&strict=1', async () => {
    replies['face-detector'] = inTarget(several)
    await fuse('faces=all&strict=1')
    assert.equal(of('face-swapper')[0]?.parts['target_faces'], JSON.stringify([SMALL, FACE]))
  })

  it('names the part whose picture a stage cannot read, in the words of the stage', async () => {
    replies['face-detector'] = inTarget(toProblem(422, 'image-undecodable', 'The PNG picture is damaged.'))
    const message = 'Part target: The PNG picture is damaged.'
    await assert.rejects(fuse(), { code: 'image-undecodable', message })
  })

  it('names the part whose face cannot be swapped, as the swapper does', async () => {
    const detail = 'Part source: No face was found.'
    replies['face-swapper'] = toProblem(422, 'no-face', detail, { part: 'source' })
    await assert.rejects(fuse(), ({ code, message, facts }: InputError) => {
      assert.deepEqual([code, message], ['no-face', detail])
      assert.deepEqual(facts, { function: 'face-swapper', functionStatus: 422, part: 'source' })
      return true
    })
  })

  it('hands on why the swapper refuses the format for a picture of this size', async () => {
    const detail = 'A picture of 17000 x 9 pixels is no webp, which has 16383 a side: ask for ?format=png.'
    replies['face-swapper'] = toProblem(422, 'picture-too-long', detail)
    await assert.rejects(fuse('format=webp'), { code: 'picture-too-long', message: detail })
  })

  it('names the stage that refuses what was made on the way', async () => {
    replies['face-encoder'] = toProblem(400, 'face-invalid', 'Its words.')
    await assert.rejects(fuse(), { code: 'stage-failed', message: 'The function face-encoder answered 400.' })
  })

  it('names the stage that cannot read the result', async () => {
    replies['face-encoder'] = (response, call) =>
      (call.parts['image'] === 'swapped' ? toProblem(413, 'body-too-large', 'Its words.') : encode)(response, call)
    await assert.rejects(fuse(), { code: 'stage-failed', message: 'The function face-encoder answered 413.' })
  })

  it('lets a busy stage be, and says how long it asks to wait', async () => {
    replies['face-swapper'] = (response) => response.writeHead(503, { 'retry-after': '60' }).end()
    const message = 'The function face-swapper answered 503: try again in 60 s.'
    await assert.rejects(fuse(), { code: 'stage-unavailable', message })
  })

  it('names the stage that is still at work when the time is over', async () => {
    replies['face-swapper'] = () => {}
    const readLeftMs = () => (of('face-encoder').length < 2 ? 60_000 : 100)
    await assert.rejects(fuse('', PICTURES, readLeftMs), {
      code: 'stage-late',
      message: 'The function face-swapper did not answer in time.',
    })
  })

  it('calls nothing for a request that it cannot read', async () => {
    await assert.rejects(fuse('', PICTURES.slice(0, 1)), {
      code: 'part-missing',
      message: 'The part target is missing.',
    })
    await assert.rejects(fuse('format=gif'), { code: 'parameter-invalid' })
    assert.deepEqual(calls, [])
  })
})
