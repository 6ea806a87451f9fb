import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { closeServer, openServer } from './http-server.ts'

const HOST = '127.0.0.1'

/** A server with a request under way, on a connection that neither side would end. */
async function openAsked() {
  const server = createServer({ keepAliveTimeout: 0 })
  const port = await openServer(server, { host: HOST, port: 0 })
  const caller = connect(port, HOST)
  caller.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse]
  response.write('first ')
  return { server, port, caller, response }
}

test('a port that is taken is told as Node tells it', async () => {
  const { server, port } = await openAsked()
  await assert.rejects(openServer(createServer(), { host: HOST, port }), { code: 'EADDRINUSE' })
  await closeServer(server, 0)
})

test('a server that closes waits for an answer under way, and then for no further request', async () => {
  const { server, caller, response } = await openAsked()
  const closed = closeServer(server)
  response.end('last')
  assert.match(await text(caller), /first .*last/s)
  await closed
})

test('a server that closes cuts off what outlasts its grace, and a connection that never asks', async () => {
  const { server, port, caller } = await openAsked()
  const silent = connect(port, HOST)
  await once(server, 'connection')
  await closeServer(server, 0)
  assert.match(await text(caller), /first (?!.*last)/s)
  assert.equal(await text(silent), '')
})

test('a server that never listened is closed', () => closeServer(createServer()))
