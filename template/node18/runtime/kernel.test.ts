import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { listCpuStats, openKernelCounters, parseCpuStat } from './kernel.ts'
import { StepRecorder } from './steps.ts'

it('reads throttling of cgroup v2, in microseconds', () => {
  assert.deepEqual(parseCpuStat('nr_throttled 2\nthrottled_usec 1500'), { throttledPeriods: 2, throttledSec: 0.0015 })
})
it('reads throttling of cgroup v1, in nanoseconds', () => {
  const text = 'nr_periods 9\nnr_throttled 3\nthrottled_time 2000000000\n'
  assert.deepEqual(parseCpuStat(text), { throttledPeriods: 3, throttledSec: 2 })
})
it('knows no throttling where no cgroup counts it', () => {
  const counters = openKernelCounters([])
  const { majorPageFaults, ...throttling } = counters.read()
  assert.ok(majorPageFaults >= 0)
  assert.deepEqual(throttling, { throttledPeriods: undefined, throttledSec: undefined })
})
it("looks for throttling in the process's own cgroup before those above it", () => {
  assert.deepEqual(
    listCpuStats(() => '1:cpu:/one\n0::/\n'),
    ['/sys/fs/cgroup/cpu.stat', '/sys/fs/cgroup/cpu/one/cpu.stat', '/sys/fs/cgroup/cpu/cpu.stat'],
  )
})
it('reads the first file that there is, anew each time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-kernel-'))
  const file = join(folder, 'cpu.stat')
  writeFileSync(file, 'nr_throttled 1\n')
  const counters = openKernelCounters([join(folder, 'none'), file])
  assert.equal(counters.read().throttledPeriods, 1)
  writeFileSync(file, 'nr_throttled 4\n')
  assert.equal(counters.read().throttledPeriods, 4)
  counters.close()
  rmSync(folder, { recursive: true })
})

const V2 = 'usage_usec 81\nuser_usec 50\nsystem_usec 31\nnr_periods 9\nnr_throttled 3\nthrottled_usec 1500000\n'
const V1 = 'nr_periods 9\nnr_throttled 3\nthrottled_time 1500000000\n'
for (const [version, text] of Object.entries({ v1: V1, v2: V2 })) {
  it(`a step knows what cgroup ${version} throttled it meanwhile, and no more`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vouch-kernel-'))
    const file = join(folder, 'cpu.stat')
    writeFileSync(file, text)
    const counters = openKernelCounters([file])
    const recorder = new StepRecorder(() => counters.read())
    const later = text.replace('nr_throttled 3', 'nr_throttled 5').replace(/(throttled_\w+) 15/, '$1 40')
    await recorder.measureAsync('infer', async () => writeFileSync(file, later))
    counters.close()
    rmSync(folder, { recursive: true })
    const { majorPageFaults = -1, ...throttling } = recorder.steps[0]?.kernel ?? {}
    assert.deepEqual(throttling, { throttledPeriods: 2, throttledSec: 2.5 })
    assert.ok(majorPageFaults >= 0)
  })
}
