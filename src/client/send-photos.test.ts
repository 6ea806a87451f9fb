import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { PHOTO_MIX } from './photo-mix.ts'
import { sendPhotos } from './send-photos.ts'

const PHOTOS = join(__dirname, '..', '..', 'photos')

async function startGateway(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('exactly one of ten photos is coffee', () => {
  assert.equal(PHOTO_MIX.length, 10)
  assert.equal(PHOTO_MIX.filter((name) => name === 'coffee.png').length, 1)
})

test('every photo of the mix is sent in its turn, and answers are counted by status and class', async (t) => {
  const sizes: number[] = []
  const gateway = await startGateway(t, async (request, response) => {
    sizes.push((await buffer(request)).length)
    if (sizes.length === 3) return void response.writeHead(503).end('No endpoints available for: classifier.')
    if (sizes.length === 4) return void response.destroy()
    const predictions = [{ class: sizes.length % 2 === 0 ? 'even' : 'odd', probability: 1 }]
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ predictions, model_version: 'v1' }))
  })
  const seen: number[] = []
  const options = { gateway, functionName: 'classifier', photosFolder: PHOTOS, mix: ['grace.jpg', 'rocket.jpg'] }
  const result = await sendPhotos({ ...options, total: 6, clients: 1, onProgress: (done) => seen.push(done) })
  assert.deepEqual(seen, [1, 2, 3, 4, 5, 6])
  assert.deepEqual([result.sent, result.byStatus], [6, { 200: 4, 503: 1, ECONNRESET: 1 }])
  assert.deepEqual(result.byClass, { odd: 2, even: 2 })
  assert.deepEqual([sizes[0], sizes[1]], [sizes[2], sizes[5]])
})

test('a signal ends the sending', async (t) => {
  const stop = new AbortController()
  const gateway = await startGateway(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"predictions":[],"model_version":"v1"}')
  })
  const options = { gateway, functionName: 'x', photosFolder: PHOTOS, mix: ['grace.jpg'], signal: stop.signal }
  const result = await sendPhotos({
    ...options,
    total: 1000,
    clients: 2,
    onProgress: (done) => done === 5 && stop.abort(),
  })
  assert.ok(result.sent < 1000)
})
