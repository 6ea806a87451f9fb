import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findOwnCgroups } from './own-cgroup.ts'

const V1_TOP = '/sys/fs/cgroup/cpu'
const V2_TOP = '/sys/fs/cgroup'

const CASES = [
  { name: 'no cgroup', own: undefined, v1: [V1_TOP], v2: [V2_TOP] },
  { name: 'at the top of both versions', own: '1:cpu:/\n0::/\n', v1: [V1_TOP], v2: [V2_TOP] },
  { name: 'v2 alone', own: '0::/a/b\n', v1: [V1_TOP], v2: [`${V2_TOP}/a/b`, `${V2_TOP}/a`, V2_TOP] },
  { name: 'v1 beside others', own: '4:cpuset:/x\n3:cpu,cpuacct:/a\n0::/\n', v1: [`${V1_TOP}/a`, V1_TOP], v2: [V2_TOP] },
]
for (const { name, own, v1, v2 } of CASES) {
  it(`lists the own cgroup first and then those above it: ${name}`, () => {
    assert.deepEqual(
      findOwnCgroups((path) => (path === '/proc/self/cgroup' ? own : undefined)),
      { v1, v2 },
    )
  })
}
