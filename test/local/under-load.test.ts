import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestPlatform, type TestPlatform, waitFor } from './harness.ts'

const CLIENTS = 8

/** Calls the function with 8 clients until `stop`; counts statuses, and the pids and versions that answered. */
function startLoad(platform: TestPlatform, path = '/function/echo') {
  const statuses = new Map<number, number>()
  const pids = new Set<number>()
  const versions = new Set<string>()
  let isOver = false
  const client = async () => {
    while (!isOver) {
      const { status, text } = await platform.call('POST', path, 'x')
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status !== 200) continue
      const { pid, version } = JSON.parse(text)
      pids.add(pid)
      versions.add(version)
    }
  }
  const clients = Promise.all(Array.from({ length: CLIENTS }, client))
  return {
    statuses,
    pids,
    versions,
    stop: async () => {
      isOver = true
      await clients
    },
  }
}

const total = (statuses: Map<number, number>) => [...statuses.values()].reduce((sum, count) => sum + count, 0)

async function startLoaded(replicas: string): Promise<TestPlatform> {
  const platform = await startTestPlatform()
  await platform.deployEcho({ labels: { 'com.openfaas.scale.min': replicas }, envVars: { VERSION: 'v1' } })
  return platform
}

for (const replicas of ['2', '1'])
  test(`SIGTERM to one of ${replicas} replicas under load of 8 clients loses no request`, async (t) => {
    const platform = await startLoaded(replicas)
    t.after(() => platform.end())
    const load = startLoad(platform)
    await waitFor(() => load.pids.size === Number(replicas))
    const [victim = 0] = load.pids
    process.kill(victim, 'SIGTERM')
    await waitFor(() => load.pids.size > Number(replicas) && platform.notices.length === 1)
    await load.stop()
    assert.deepEqual([...load.statuses.keys()], [200])
    assert.match(platform.notices[0] ?? '', /ended \(exit code 0\)/)
  })

test('SIGKILL loses only what the replica had in flight, each as an error, and the replica comes back', async (t) => {
  const platform = await startLoaded('2')
  t.after(() => platform.end())
  const load = startLoad(platform)
  await waitFor(() => load.pids.size === 2 && total(load.statuses) > 50)
  const [victim = 0] = load.pids
  process.kill(victim, 'SIGKILL')
  await waitFor(() => load.pids.size === 3)
  await load.stop()
  const { 200: _, ...errors } = Object.fromEntries(load.statuses)
  assert.deepEqual(
    Object.keys(errors).filter((status) => status !== '502'),
    [],
  )
  assert.ok((errors['502'] ?? 0) <= CLIENTS)
})

test('a rolling update under load loses no request, and ends on the new revision alone', async (t) => {
  const platform = await startLoaded('2')
  t.after(() => platform.end())
  const load = startLoad(platform)
  await waitFor(() => load.pids.size === 2)
  const update = { service: 'echo', image: 'example/echo:2', labels: {}, envVars: { VERSION: 'v2' } }
  assert.equal((await platform.call('PUT', '/system/functions', update)).status, 202)
  await waitFor(() => load.pids.size === 4)
  const old = [...load.pids].slice(0, 2)
  await waitFor(() => old.every((pid) => !isAlive(pid)))
  await load.stop()
  assert.deepEqual([...load.statuses.keys()], [200])
  assert.deepEqual([...load.versions], ['v1', 'v2'])
  const status = JSON.parse((await platform.call('GET', '/system/function/echo')).text)
  assert.deepEqual([status.image, status.replicas, status.availableReplicas], ['example/echo:2', 2, 2])
})

test('an update that never becomes ready leaves the old revision in service', async (t) => {
  const platform = await startLoaded('1')
  t.after(() => platform.end())
  const update = { service: 'echo', image: 'x', envVars: { FAIL_TO_START: 'true' } }
  await platform.call('PUT', '/system/functions', update)
  await waitFor(() => platform.notices.length >= 2)
  assert.equal(JSON.parse((await platform.call('GET', '/function/echo')).text).version, 'v1')
  await platform.call('PUT', '/system/functions', { ...update, envVars: { VERSION: 'v3' } })
  await waitFor(async () => JSON.parse((await platform.call('GET', '/function/echo')).text).version === 'v3')
})

test('scaling down and removing let calls in flight finish', async (t) => {
  const platform = await startLoaded('2')
  t.after(() => platform.end())
  const calls = [1, 2, 3].map(() => platform.call('GET', '/function/echo/slow?ms=500'))
  const begun = async () => (await platform.call('GET', '/system/logs?name=echo')).text.match(/slow call begun/g)
  await waitFor(async () => (await begun())?.length === 3)
  await platform.call('POST', '/system/scale-function/echo', { serviceName: 'echo', replicas: 1 })
  await platform.call('DELETE', '/system/functions', { functionName: 'echo' })
  assert.equal((await platform.call('GET', '/function/echo')).status, 404)
  for (const { status, text } of await Promise.all(calls)) assert.deepEqual([status, text], [200, 'slow'])
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
