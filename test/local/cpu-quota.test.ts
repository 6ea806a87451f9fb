import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { findCgroupParent } from '../../src/local/provider/cpu-quota-parent.ts'
import { countCpus } from '../../template/node18/runtime/cpu-quota.ts'
import { readText } from '../../template/node18/runtime/own-cgroup.ts'
import { startTestPlatform } from './harness.ts'

const CGROUPS = '/sys/fs/cgroup'
const canHold = findCgroupParent(CGROUPS, readText('/proc/self/cgroup') ?? '') !== undefined
const UNHELD = `Replicas run without their CPU limits: no control group for CPU time can be made below ${CGROUPS}`

async function startEcho(t: TestContext, cpuLimits: boolean) {
  const platform = await startTestPlatform({ cpuLimits })
  t.after(() => platform.end())
  await platform.deployEcho({ limits: { cpu: '500m' } })
  const { pid } = JSON.parse((await platform.call('GET', '/function/echo')).text)
  return { platform, pid }
}

/** The control groups of replicas of this process's platforms. */
const findGroups = () => globSync(`${CGROUPS}/{,cpu/}**/vouch.${process.pid}.*`)

/** As the runtime counts them in that process, on a machine of eight. */
const countCpusOf = (pid: number) => countCpus(8, (path) => readText(path.replace('/self/', `/${pid}/`)))

test('a replica sees its own CPU limit, and its control group goes with it', async (t) => {
  const before = countCpusOf(process.pid)
  const { platform, pid } = await startEcho(t, true)
  assert.deepEqual(platform.notices, canHold ? [] : [UNHELD])
  assert.equal(countCpusOf(pid), canHold ? 1 : before)
  assert.equal(findGroups().length, canHold ? 1 : 0)
  await platform.call('DELETE', '/system/functions', { functionName: 'echo' })
  await platform.stop()
  assert.deepEqual(findGroups(), [])
})

test('a replica that died and was started again is held again', async (t) => {
  const { platform, pid } = await startEcho(t, true)
  await platform.call('GET', '/function/echo/die')
  const again = JSON.parse((await platform.call('GET', '/function/echo')).text)
  assert.notEqual(again.pid, pid)
  assert.equal(countCpusOf(again.pid), canHold ? 1 : countCpusOf(process.pid))
})

test('without being asked for, no limit holds', async (t) => {
  const { platform, pid } = await startEcho(t, false)
  assert.deepEqual([countCpusOf(pid), findGroups(), platform.notices], [countCpusOf(process.pid), [], []])
})
