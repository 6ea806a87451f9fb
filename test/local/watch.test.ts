import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { send, waitFor } from './harness.ts'
import { greeting, handler, stack, startWatched } from './watched-repository.ts'

const RELOADED = (service: string) => new RegExp(`^${service} reloaded in \\d+\\.\\d s$`)

test('an edit is served in place of the version before, and no request that is sent throughout fails', async (t) => {
  const { platform, root, write, greet, noticed } = await startWatched(t)
  const statuses = new Set<number>()
  const answers = new Set<string>()
  let isOver = false
  const caller = async () => {
    while (!isOver) {
      const { status, text } = await send(`${platform.gatewayUrl}/function/one`, 'GET')
      statuses.add(status)
      answers.add(text)
    }
  }
  const callers = [caller(), caller()]
  write('functions/one/handler.ts', handler('uno'))
  const said = await noticed(/reloaded/)
  await waitFor(() => answers.has('Hello, uno'))
  isOver = true
  await Promise.all(callers)
  assert.deepEqual([...statuses], [200])
  assert.deepEqual([...answers], ['Hello, one', 'Hello, uno'])
  assert.equal(said.length, 1)
  assert.match(said[0] ?? '', RELOADED('one'))
  assert.equal(await greet('two'), 'Hello, two')
  await platform.stop()
  assert.deepEqual(readdirSync(join(root, 'dist')).sort(), ['functions', 'template'])
})

test('what cannot be compiled, or does not become ready, leaves the version before in service', async (t) => {
  const { write, greet, noticed } = await startWatched(t)
  write('functions/one/handler.ts', `${handler('uno')}export const wrong: number = 'text'\n`)
  assert.deepEqual(await noticed(/stays/), [
    "functions/one/handler.ts:3:14: Type 'string' is not assignable to type 'number'.; what is in service stays",
  ])
  assert.equal(await greet('one'), 'Hello, one')

  write('functions/one/handler.ts', `${handler('uno')}throw new Error('no such weights')\n`)
  assert.equal(
    (await noticed(/stays/)).at(-1),
    'Function one did not become ready and ended 3 times; its last message: Error: no such weights; what is in service stays',
  )
  assert.equal(await greet('one'), 'Hello, one')

  write('functions/one/handler.ts', handler('uno'))
  await noticed(RELOADED('one'))
  assert.equal(await greet('one'), 'Hello, uno')
})

test('a replica that dies while an edit is broken starts again with the code in service', async (t) => {
  const { platform, write, greet, noticed } = await startWatched(t)
  write('functions/one/handler.ts', handler('uno'))
  await noticed(RELOADED('one'))
  write('functions/one/handler.ts', `${handler('eins')}throw new Error('broken')\n`)
  await noticed(/stays/)
  await send(`${platform.gatewayUrl}/function/one/die`, 'GET')
  await noticed(/started again/)
  assert.equal(await greet('one'), 'Hello, uno')
})

test("the template's runtime reloads every function, an entry of stack.yml its own, and a new one is created", async (t) => {
  const { write, greet, noticed } = await startWatched(t)
  write('template/node18/runtime/greeting.ts', greeting('Bye'))
  await noticed(RELOADED('one'), RELOADED('two'))
  assert.deepEqual([await greet('one'), await greet('two')], ['Bye, one', 'Bye, two'])

  write('stack.yml', stack({ one: 'one', three: 'two' }, { environment: { NAME: 'x' } }))
  const said = await noticed(RELOADED('one'), RELOADED('three'))
  assert.equal(said.length, 3)
  assert.equal(said[0], 'two is not in stack.yml any more; it serves until: faas-cli remove two')
  assert.deepEqual([await greet('two'), await greet('three')], ['Bye, two', 'Bye, two'])

  write('stack.yml', 'functions: [')
  assert.match((await noticed(/stays/))[0] ?? '', /^Cannot read .*stack\.yml: .*; what is in service stays$/s)
})

test('a further edit takes the place of a reload that is not ready', async (t) => {
  const { write, greet, noticed } = await startWatched(t)
  write('stack.yml', stack({ one: 'one', two: 'two' }, { environment: { NEVER_READY: 'true' } }))
  write('functions/two/handler.ts', handler('dos'))
  await noticed(RELOADED('two'))
  write('stack.yml', stack({ one: 'one', two: 'two' }))
  write('functions/one/handler.ts', handler('uno'))
  await noticed(RELOADED('one'))
  assert.equal(await greet('one'), 'Hello, uno')
})
