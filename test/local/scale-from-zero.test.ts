import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { startTestPlatform, type TestPlatform, waitFor } from './harness.ts'
import { processesWith } from './processes.ts'

let platform: TestPlatform
before(async () => {
  platform = await startTestPlatform({ readyWaitMs: 5000 })
})
afterEach(() => platform.call('DELETE', '/system/functions', { functionName: 'echo' }))
after(() => platform.end())

const counts = async () => {
  const { replicas, availableReplicas } = JSON.parse((await platform.call('GET', '/system/function/echo')).text)
  return [replicas, availableReplicas]
}
const scaleToZero = async () => {
  const answer = await platform.call('POST', '/system/scale-function/echo', { serviceName: 'echo', replicas: 0 })
  assert.equal(answer.status, 202)
}
const replicasOf = (marker: string) => processesWith(`MARKER=${marker}`).length

test('scaled to zero it has no process, and the next call starts it and is answered', async () => {
  await platform.deployEcho({ envVars: { MARKER: 'zero' } })
  await scaleToZero()
  assert.deepEqual(await counts(), [0, 0])
  await waitFor(() => replicasOf('zero') === 0)
  assert.equal((await platform.call('GET', '/function/echo')).status, 200)
  assert.deepEqual(await counts(), [1, 1])
})

test('calls that come together start scale.min replicas once, and all are answered', async () => {
  await platform.deployEcho({ envVars: { MARKER: 'many' }, labels: { 'com.openfaas.scale.min': '2' } })
  await scaleToZero()
  await waitFor(() => replicasOf('many') === 0)
  const answers = await Promise.all(Array.from({ length: 20 }, () => platform.call('GET', '/function/echo')))
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
  await waitFor(async () => (await counts())[1] === 2)
  assert.equal(replicasOf('many'), 2)
})

test('scaling to zero lets calls in flight finish, and takes the old revision of an update along', async () => {
  await platform.deployEcho({ envVars: { MARKER: 'old' } })
  const slow = platform.call('GET', '/function/echo/slow?ms=300')
  await waitFor(() => platform.loki.lines.some(({ line }) => line === 'slow call begun'))
  const unready = { service: 'echo', image: 'x', envVars: { NEVER_READY: 'true' } }
  assert.equal((await platform.call('PUT', '/system/functions', unready)).status, 202)
  await scaleToZero()
  assert.equal((await slow).status, 200)
  await waitFor(() => replicasOf('old') === 0)
  assert.deepEqual(await counts(), [0, 0])
})

test('a function that does not become ready is 503 when the wait is over', async (t) => {
  const hasty = await startTestPlatform({ readyWaitMs: 300 })
  t.after(() => hasty.end())
  await hasty.call('POST', '/system/functions', { service: 'echo', image: 'x', envVars: { NEVER_READY: 'true' } })
  await hasty.call('POST', '/system/scale-function/echo', { serviceName: 'echo', replicas: 0 })
  const { status, text } = await hasty.call('GET', '/function/echo')
  assert.deepEqual([status, text], [503, 'No endpoints available for: echo.'])
})
