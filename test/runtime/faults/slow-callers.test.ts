import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { FaultyFunction } from './faulty-function.ts'

/** Writes a byte at a time for as long as the other side allows it. */
function trickle(port: number, head: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.write(head)
    const timer = setInterval(() => socket.write('x'), 50)
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('error', () => {}) // the other side closes while this one writes
    socket.on('close', () => {
      clearInterval(timer)
      resolve(answer)
    })
  })
}

describe('a slow caller', () => {
  let faulty: FaultyFunction
  let port = 0
  before(async () => {
    faulty = await FaultyFunction.start({ EXEC_TIMEOUT: '2s' })
    port = Number(new URL(faulty.running.url).port)
  })
  after(() => faulty.end())

  it('is cut off while it sends the head of a request', async () => {
    assert.match(await trickle(port, 'POST / HTTP/1.1\r\nhost: x\r\nx-slow: '), /^HTTP\/1\.1 408 /)
  })

  it('is answered 408 and cut off while it sends the body', async () => {
    const answer = await trickle(port, 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n')
    assert.match(answer, /^HTTP\/1\.1 408 .*"detail":"The body did not arrive within 2000 ms\."/s)
  })

  it('holds up nobody else', async () => {
    const slow = Array.from({ length: 20 }, () => trickle(port, 'POST / HTTP/1.1\r\nhost: x\r\n'))
    assert.equal(await faulty.send('nothing'), 200)
    await Promise.all(slow)
  })
})
