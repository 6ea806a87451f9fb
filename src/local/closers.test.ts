import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Closers } from './closers.ts'

test('what was started last is closed first, and a failure keeps nothing open', async () => {
  const closers = new Closers()
  const closed: string[] = []
  closers.add({ close: async () => closed.push('folder') })
  closers.add({ close: () => Promise.reject(new Error('stuck')) })
  closers.add({ close: async () => closed.push('gateway') })
  await assert.rejects(closers.close(), { message: 'Could not stop cleanly: Error: stuck' })
  assert.deepEqual(closed, ['gateway', 'folder'])
})

test('what is being closed can still be killed, what is closed cannot', async () => {
  const closers = new Closers()
  const killed: string[] = []
  const { promise: killedReplicas, resolve } = Promise.withResolvers<void>()
  const kill = (name: string) => () => {
    killed.push(name)
    resolve()
  }
  closers.add({ close: async () => undefined, kill: kill('folder') })
  closers.add({ close: () => killedReplicas, kill: kill('replicas') })
  closers.add({ close: async () => undefined, kill: kill('gateway') })
  const closing = closers.close()
  await new Promise(setImmediate)
  closers.kill()
  await closing
  assert.deepEqual(killed, ['replicas', 'folder'])
})
