import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { createFunctionsClient, type Face } from '../../src/client/index.ts'
import { answerJson, readForm, startFakeGateway } from './fake-gateway.ts'

const FACE: Face = {
  box: [1, 2, 3, 4],
  score: 0.9,
  landmarks: [
    [1, 2],
    [1, 2],
    [1, 2],
    [1, 2],
    [1, 2],
  ],
}
const CLASSES = { predictions: [{ class: 'espresso', probability: 0.9 }], model_version: 'v1' }
const ENCODING = {
  embedding: [0.6, 0.8],
  model: 'm@1',
  quality: { overall: 1, size: 1, sharpness: 1, pose: 1, eye_distance_px: 60 },
}

function makeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-client-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

test('a picture to be classified or searched is a path, bytes or a stream; a path is sent with its length', async (t) => {
  const { url, seen } = await startFakeGateway(t, (response, call) =>
    answerJson(response, call === 3 ? { faces: [FACE], width: 9, height: 8 } : CLASSES),
  )
  const path = join(makeFolder(t), 'photo')
  writeFileSync(path, 'picture')
  const client = createFunctionsClient(`${url}/`)
  assert.deepEqual(await client.classify(path, { top: 1 }), CLASSES)
  await client.classify(Readable.from([Buffer.from('pic'), Buffer.from('ture')]), { functionName: 'mine.vision' })
  const options = { minScore: 0.6, maxFaces: 2, size: 1280, landmarks: 'mesh' } as const
  assert.deepEqual(await client.detectFaces(Buffer.from('a picture!').subarray(2, 9), options), {
    faces: [FACE],
    width: 9,
    height: 8,
  })
  assert.deepEqual(
    seen.map(({ url, body, headers }) => [url, body.toString(), headers['content-length']]),
    [
      ['/function/image-classifier?top=1', 'picture', '7'],
      ['/function/mine.vision', 'picture', undefined],
      ['/function/face-detector?min_score=0.6&max_faces=2&size=1280&landmarks=mesh', 'picture', '7'],
    ],
  )
  assert.equal(seen[0]?.headers['content-type'], 'application/octet-stream')
})

test('a face to be encoded goes as a form of the picture and the face', async (t) => {
  const { url, seen } = await startFakeGateway(t, (response) => answerJson(response, ENCODING))
  const image = Readable.from([Buffer.from('picture')])
  assert.deepEqual(await createFunctionsClient(url).encodeFace({ image, face: FACE }), ENCODING)
  const [one] = seen
  assert.equal(one?.url, '/function/face-encoder')
  assert.deepEqual(one && (await readForm(one)), {
    image: { type: 'application/octet-stream', text: 'picture' },
    face: { type: 'application/json', text: JSON.stringify(FACE) },
  })
})

test('faces are swapped and fused by the parts that the functions name', async (t) => {
  const { url, seen } = await startFakeGateway(t, (response) =>
    response.setHeader('content-type', 'image/png').end('p'),
  )
  const client = createFunctionsClient(url)
  const [source, target] = [Buffer.from('source'), Buffer.from('target')]
  const faces = { source, target, sourceFace: FACE, targetFaces: [FACE, FACE] }
  await (await client.swapFaces(faces, { format: 'webp', quality: 80 })).buffer()
  await (await client.fuseFaces({ source, target }, { faces: 'all', strict: true })).buffer()
  assert.deepEqual(
    seen.map((one) => one.url),
    ['/function/face-swapper?format=webp&quality=80', '/function/face-fusion?faces=all&strict=1'],
  )
  const [swap, fuse] = await Promise.all(seen.map(readForm))
  assert.deepEqual(Object.keys(swap ?? {}), ['source', 'source_face', 'target', 'target_faces'])
  assert.deepEqual(swap?.['target_faces'], { type: 'application/json', text: JSON.stringify([FACE, FACE]) })
  assert.deepEqual([fuse?.['source']?.text, fuse?.['target']?.text], ['source', 'target'])
})

test('a background is nothing, a word of the query or a picture of the form', async (t) => {
  const { url, seen } = await startFakeGateway(t, (response) => response.end('p'))
  const { removeBackground } = createFunctionsClient(url)
  const image = Buffer.from('picture')
  for (const background of [undefined, '#00ff00', 'blur', { picture: Buffer.from('beach') }] as const)
    await (await removeBackground(image, { background })).buffer()
  await (await removeBackground(image, { mask: true })).buffer()
  assert.deepEqual(
    seen.map((one) => one.url),
    ['', '?background=%2300ff00', '?background=blur', '', '?mask=1'].map(
      (query) => `/function/background-remover${query}`,
    ),
  )
  assert.equal(seen[0]?.body.toString(), 'picture')
  const form = seen[3] && (await readForm(seen[3]))
  assert.deepEqual([form?.['image']?.text, form?.['background']?.text], ['picture', 'beach'])
})

test('an answered picture has its type and facts, and is read or saved', async (t) => {
  const { url } = await startFakeGateway(t, (response) => {
    const facts = { 'X-Vouch-Foreground-Ratio': '0.25', 'X-Call-Id': 'c1' }
    response.writeHead(200, { 'content-type': 'image/webp', ...facts }).end('cut')
  })
  const { removeBackground } = createFunctionsClient(url)
  const cut = await removeBackground(Buffer.from('picture'))
  assert.deepEqual([cut.contentType, cut.facts, cut.callId], ['image/webp', { 'foreground-ratio': '0.25' }, 'c1'])
  assert.equal((await cut.buffer()).toString(), 'cut')
  const folder = makeFolder(t)
  await (await removeBackground(Buffer.from('picture'))).save(join(folder, 'cut.webp'))
  assert.deepEqual([readdirSync(folder), readFileSync(join(folder, 'cut.webp'), 'utf8')], [['cut.webp'], 'cut'])
})

test('a picture that breaks off leaves no file', async (t) => {
  const { url } = await startFakeGateway(t, (response) => {
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': 100 })
    response.write('half', () => response.destroy())
  })
  const folder = makeFolder(t)
  const cut = await createFunctionsClient(url).removeBackground(Buffer.from('picture'))
  await assert.rejects(cut.save(join(folder, 'cut.png')), {
    name: 'GatewayError',
    message: 'The answer of background-remover broke off',
  })
  assert.deepEqual(readdirSync(folder), [])
})

test('any function is invoked, with a query, a type and headers of the caller', async (t) => {
  const { url, seen } = await startFakeGateway(t, (response) =>
    response.writeHead(201, { 'content-type': 'text/plain' }).end('made'),
  )
  const { invoke } = createFunctionsClient(url)
  const answer = await invoke('brightness', Buffer.from('{}'), {
    query: { deep: true, n: 2 },
    contentType: 'application/json',
    headers: { 'X-Call-Id': 'mine' },
  })
  assert.deepEqual([answer.status, answer.contentType], [201, 'text/plain'])
  assert.equal((await answer.body.toArray()).join(''), 'made')
  await (await invoke('brightness')).body.toArray()
  const [first, second] = seen
  assert.equal(first?.url, '/function/brightness?deep=true&n=2')
  assert.deepEqual([first?.headers['content-type'], first?.headers['x-call-id']], ['application/json', 'mine'])
  assert.deepEqual([second?.url, second?.headers['content-length']], ['/function/brightness', '0'])
})

test('a call is queued with its callback, and its id is told', async (t) => {
  const { url, seen } = await startFakeGateway(t, (response) => response.writeHead(202, { 'x-call-id': 'later' }).end())
  const { invokeAsync } = createFunctionsClient(url)
  const callbackUrl = 'http://127.0.0.1:9/done'
  assert.deepEqual(await invokeAsync('slow', Buffer.from('x'), { callbackUrl }), { callId: 'later' })
  assert.deepEqual([seen[0]?.url, seen[0]?.headers['x-callback-url']], ['/async-function/slow', callbackUrl])
})

test('a refusal is a ProblemError with the words of the function', async (t) => {
  const problem = { type: 'urn:vouch:problem:part-missing', title: 'Missing part', status: 400 }
  const { url } = await startFakeGateway(t, (response) =>
    answerJson(response, { ...problem, detail: 'The part face is missing.', request_id: 'r1', part: 'face' }, 400),
  )
  await assert.rejects(createFunctionsClient(url).encodeFace({ image: Buffer.from('x'), face: FACE }), {
    name: 'ProblemError',
    message: 'face-encoder answered 400: The part face is missing.',
    functionName: 'face-encoder',
    ...problem,
    detail: 'The part face is missing.',
    requestId: 'r1',
    part: 'face',
    stage: undefined,
  })
})

test('a pipeline names the stage that failed', async (t) => {
  const { url } = await startFakeGateway(t, (response) =>
    answerJson(response, { detail: 'The function face-swapper ended.', function: 'face-swapper' }, 502),
  )
  await assert.rejects(createFunctionsClient(url).fuseFaces({ source: Buffer.of(), target: Buffer.of() }), {
    functionName: 'face-fusion',
    stage: 'face-swapper',
    status: 502,
    type: 'about:blank',
  })
})

test("the gateway's own refusal has its text for a title, and the id of the call", async (t) => {
  const { url } = await startFakeGateway(t, (response) =>
    response.writeHead(404, { 'x-call-id': 'c1' }).end('error finding function nobody\n'),
  )
  await assert.rejects(createFunctionsClient(url).invoke('nobody'), {
    name: 'ProblemError',
    message: 'nobody answered 404: error finding function nobody',
    title: 'error finding function nobody',
    detail: undefined,
    type: 'about:blank',
    requestId: 'c1',
  })
})

test('an answer of another shape is an error that says where', async (t) => {
  const { url } = await startFakeGateway(t, (response, call) =>
    call === 1 ? answerJson(response, { ...CLASSES, model_version: 1 }) : response.end('<html>'),
  )
  const { classify } = createFunctionsClient(url)
  await assert.rejects(classify(Buffer.from('x')), {
    name: 'GatewayError',
    message:
      'Expected another answer of image-classifier: model_version: Invalid input: expected string, received number',
  })
  await assert.rejects(classify(Buffer.from('x')), {
    message:
      'Expected another answer of image-classifier: its answer: Invalid input: expected object, received undefined',
  })
})

test('an embedding without numbers is no answer', async (t) => {
  const { url } = await startFakeGateway(t, (response) => answerJson(response, { ...ENCODING, embedding: [] }))
  await assert.rejects(createFunctionsClient(url).encodeFace({ image: Buffer.from('x'), face: FACE }), {
    name: 'GatewayError',
    message: 'Expected another answer of face-encoder: embedding: Too small: expected array to have >=1 items',
  })
})
