import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import { FunctionUnderTest } from './function-under-test.ts'
import { readPhoto } from './photos.ts'

interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly request_id: string
}

function draw(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: '#406080' } })
}

describe('a running image-classifier', () => {
  let running: FunctionUnderTest
  before(async () => {
    running = await FunctionUnderTest.start({ MAX_BODY_BYTES: '200000', MAX_PIXELS: '400000' })
  })
  after(async () => {
    await running.stop()
  })

  it('answers the five most likely classes', async () => {
    const response = await running.send(readPhoto('grace.jpg'))
    const { predictions, model_version } = (await response.json()) as Record<string, Record<string, unknown>[]>
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('content-type'), 'application/json')
    assert.equal(model_version, '1.0.0')
    assert.equal(predictions?.length, 5)
    assert.deepEqual(Object.keys(predictions?.[0] ?? {}), ['class', 'probability'])
    assert.equal(predictions?.[0]?.['class'], 'military uniform')
  })

  it('answers as many classes as ?top= asks', async () => {
    const response = await running.send(readPhoto('grace.jpg'), { path: '/?top=1000' })
    const { predictions } = (await response.json()) as { predictions: { probability: number }[] }
    assert.equal(predictions.length, 1000)
    const sum = predictions.reduce((total, { probability }) => total + probability, 0)
    assert.ok(Math.abs(sum - 1) < 1e-3, `the probabilities sum to ${sum}`)
  })

  it('logs a prediction with its class, in the order of the catalogue', async () => {
    await running.send(readPhoto('grace.jpg'), { headers: { 'x-call-id': 'call-1', 'content-type': 'image/jpeg' } })
    const line = await running.waitForLine(({ request_id }) => request_id === 'call-1')
    const order =
      'timestamp level message event function request_id trace_id span_id model_version model_digest device content_type ' +
      'status_code latency_ms queue_ms infer_ms top1_class top1_prob'
    assert.equal(Object.keys(line).join(' '), order)
    assert.match(String(line['timestamp']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.equal(line['level'], 'INFO')
    assert.equal(line['event'], 'inference_request')
    assert.equal(line['message'], 'Inference request processed')
    assert.equal(line['function'], 'image-classifier')
    assert.equal(line['content_type'], 'image/jpeg')
    assert.equal(line['status_code'], 200)
    assert.equal(line['top1_class'], 'military uniform')
    assert.ok(Number(line['latency_ms']) >= Number(line['infer_ms']))
  })

  const HEIC = Buffer.from('0000001866747970686569630000000068656963', 'hex')
  const REFUSALS = [
    { name: 'an empty body', body: '', status: 400, type: 'body-empty', detail: 'The request has no body.' },
    {
      name: 'a wrong parameter',
      path: '/?top=0',
      body: readPhoto('grace.jpg'),
      status: 400,
      type: 'parameter-invalid',
      detail: 'Expected a whole number from 1 to 1000 for top but received "0".',
    },
    {
      name: 'another path',
      path: '/v1',
      body: 'x',
      status: 404,
      type: 'not-found',
      detail: 'The function answers at the path / alone.',
    },
    {
      name: 'a body over the limit',
      body: readPhoto('coffee.png'),
      status: 413,
      type: 'body-too-large',
      detail: 'The body is over 200000 bytes.',
    },
    {
      name: 'a text',
      body: 'no picture',
      status: 415,
      type: 'not-an-image',
      detail: 'The body is not a JPEG, PNG, WebP, GIF, TIFF or AVIF picture.',
    },
    {
      name: 'HEIC',
      body: HEIC,
      status: 415,
      type: 'image-format-unsupported',
      detail: 'HEIC pictures are not decoded: send JPEG, PNG, WebP, GIF, TIFF or AVIF.',
    },
    {
      name: 'half a picture',
      body: readPhoto('grace.jpg').subarray(0, 20_000),
      status: 422,
      type: 'image-undecodable',
      detail: 'The JPEG picture is damaged or has no pixels.',
    },
  ]
  for (const { name, path = '/', body, status, type, detail } of REFUSALS) {
    it(`answers ${status} ${type} to ${name}`, async () => {
      const response = await running.send(body, { path, headers: { 'x-request-id': `refused-${type}` } })
      assert.equal(response.status, status)
      assert.equal(response.headers.get('content-type'), 'application/problem+json')
      const problem = (await response.json()) as Problem
      assert.equal(problem.type, `urn:vouch:problem:${type}`)
      assert.equal(problem.status, status)
      assert.equal(problem.detail, detail)
      assert.equal(problem.request_id, `refused-${type}`)
      const line = await running.waitForLine(({ request_id }) => request_id === `refused-${type}`)
      assert.equal(line['event'], 'request_refused')
      assert.equal(line['level'], 'WARN')
      assert.equal(line['status_code'], status)
      assert.equal(line['error_type'], type)
      assert.equal(line['error_message'], detail)
      assert.match(String(line['location']), /^runtime\/[\w-]+\.ts:\d+$/)
    })
  }

  it('refuses a picture over the pixel limit from its header, and takes one at the limit', async () => {
    const atLimit = await running.send(await draw(1000, 400).png().toBuffer())
    const over = await running.send(await draw(1001, 400).png().toBuffer())
    assert.equal(atLimit.status, 200)
    assert.equal(over.status, 422)
    assert.equal(((await over.json()) as Problem).detail, 'The picture has 1001 x 400 pixels, more than 400000.')
  })

  it('answers 422 to a picture without pixels', async () => {
    const png = await draw(2, 2).png().toBuffer()
    png.fill(0, 16, 24) // width and height in the header
    assert.equal((await running.send(png)).status, 422)
  })

  it('answers 405 with Allow to any other method', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
      const response = await fetch(running.url, { method })
      assert.equal(response.status, 405)
      assert.equal(response.headers.get('allow'), 'POST')
      assert.equal(((await response.json()) as Problem).type, 'urn:vouch:problem:method-not-allowed')
    }
  })

  it('counts a chunked body while it arrives', async () => {
    const statusCode = await new Promise((resolve, reject) => {
      const sending = request(running.url, { method: 'POST' }, (response) => resolve(response.resume().statusCode))
      sending.on('error', reject)
      for (let sent = 0; sent <= 200_000; sent += 50_000) sending.write(Buffer.alloc(50_000))
      sending.end()
    })
    assert.equal(statusCode, 413)
  })

  it('logs a caller who leaves as 499', async () => {
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nhost: x\r\nx-call-id: leaver\r\ncontent-length: 10\r\n\r\nabc', () =>
      socket.destroy(),
    )
    const line = await running.waitForLine(({ request_id }) => request_id === 'leaver')
    assert.equal(line['status_code'], 499)
  })

  it('bounds what it repeats of a caller, and writes nothing but JSON lines', async () => {
    const call = 'i'.repeat(3000)
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
    socket.write(
      `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: \xe9\t"x\r\nx-call-id: ${call}\r\ncontent-length: 0\r\n\r\n`,
      'latin1',
    )
    const line = await running.waitForLine(({ request_id }) => request_id === 'i'.repeat(128))
    socket.destroy()
    assert.equal(line['content_type'], '??"x')
    assert.deepEqual(running.noise, [])
  })

  it('is healthy and ready, and counts requests on its metrics port', async () => {
    assert.equal((await fetch(`${running.url}/healthz`)).status, 200)
    assert.equal((await fetch(`${running.url}/readyz`)).status, 200)
    const text = await (await fetch(running.metricsUrl)).text()
    assert.match(
      text,
      /vouch_requests_total\{function="image-classifier",model_version="1\.0\.0",status_code="200",event="inference_request"\} \d+/,
    )
    assert.match(
      text,
      /vouch_model_info\{function="image-classifier",model="efficientnet-lite0",.*device="cpu",revision=""\} 1/,
    )
    assert.match(text, /vouch_request_duration_seconds_count\{.*status_code="415"\} \d+/)
    assert.match(text, /vouch_queue_length 0/)
  })
})
