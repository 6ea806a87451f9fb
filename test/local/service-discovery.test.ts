import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TargetGroup } from '../../src/local/metrics/service-discovery.ts'
import { send, startTestPlatform, type TestPlatform, waitFor } from './harness.ts'

let platform: TestPlatform
before(async () => {
  platform = await startTestPlatform()
})
after(() => platform.end())

async function readGroups(): Promise<TargetGroup[]> {
  const { status, headers, text } = await send(new URL('/prometheus/sd', platform.metricsUrl).href, 'GET')
  assert.deepEqual([status, headers['content-type']], [200, 'application/json'])
  return JSON.parse(text)
}

test('without functions the list is empty, which Prometheus tells from none', async () => {
  assert.deepEqual(await readGroups(), [])
})

test('every replica is a target of its own, with its function, namespace and name, and answers', async () => {
  await platform.deployEcho({ labels: { 'com.openfaas.scale.min': '3' } })
  const groups = await readGroups()
  const seen = new Set<string>()
  for (const { targets, labels } of groups) {
    assert.deepEqual([labels['function_name'], labels['namespace']], ['echo', 'openfaas-fn'])
    assert.match(labels['replica'] ?? '', /^echo-[0-9a-f]{8}$/)
    assert.equal(targets.length, 1)
    seen.add((await send(`http://${targets[0]}/metrics`, 'GET')).text)
  }
  assert.deepEqual([groups.length, seen.size], [3, 3])
  assert.equal(new Set(groups.map(({ labels }) => labels['replica'])).size, 3)
})

test('what is removed is a target no longer', async () => {
  await platform.call('DELETE', '/system/functions', { functionName: 'echo' })
  await waitFor(async () => (await readGroups()).length === 0)
})
