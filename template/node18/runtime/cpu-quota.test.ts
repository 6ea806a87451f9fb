import assert from 'node:assert/strict'
import { it } from 'node:test'
import { countCpus } from './cpu-quota.ts'

const V2 = '/sys/fs/cgroup/cpu.max'
const V1_QUOTA = '/sys/fs/cgroup/cpu/cpu.cfs_quota_us'
const V1_PERIOD = '/sys/fs/cgroup/cpu/cpu.cfs_period_us'

const OWN = '/proc/self/cgroup'
const V1_OWN = '/sys/fs/cgroup/cpu/vouch/one'

const CASES = [
  { name: 'no cgroup', files: {}, cpus: 8 },
  { name: 'v2 without a limit', files: { [V2]: 'max 100000\n' }, cpus: 8 },
  { name: 'v2 with two CPUs', files: { [V2]: '200000 100000\n' }, cpus: 2 },
  { name: 'v2 with one and a half', files: { [V2]: '150000 100000\n' }, cpus: 2 },
  { name: 'v2 with a tenth', files: { [V2]: '10000 100000\n' }, cpus: 1 },
  { name: 'v2 with more than the machine has', files: { [V2]: '3200000 100000\n' }, cpus: 8 },
  { name: 'v1 without a limit', files: { [V1_QUOTA]: '-1\n', [V1_PERIOD]: '100000\n' }, cpus: 8 },
  { name: 'v1 with four CPUs', files: { [V1_QUOTA]: '400000\n', [V1_PERIOD]: '100000\n' }, cpus: 4 },
  {
    name: 'v2 in a cgroup of its own without a namespace',
    files: { [OWN]: '0::/vouch/one\n', '/sys/fs/cgroup/vouch/one/cpu.max': '300000 100000\n' },
    cpus: 3,
  },
  {
    name: 'v2 below a cgroup with less',
    files: {
      [OWN]: '0::/vouch/one\n',
      '/sys/fs/cgroup/vouch/cpu.max': '200000 100000\n',
      '/sys/fs/cgroup/vouch/one/cpu.max': '300000 100000\n',
    },
    cpus: 2,
  },
  {
    name: 'v1 in a cgroup of its own, cpu mounted with cpuacct',
    files: {
      [OWN]: '3:cpuset:/other\n1:cpu,cpuacct:/vouch/one\n0::/\n',
      [`${V1_OWN}/cpu.cfs_quota_us`]: '50000\n',
      [`${V1_OWN}/cpu.cfs_period_us`]: '100000\n',
    },
    cpus: 1,
  },
  {
    name: "a container that sees the machine's path",
    files: { [OWN]: '0::/machine/pod\n', [V2]: '200000 100000\n' },
    cpus: 2,
  },
]
for (const { name, files, cpus } of CASES) {
  it(`counts ${cpus} of 8 CPUs: ${name}`, () => {
    assert.equal(
      countCpus(8, (path) => (files as Record<string, string>)[path]),
      cpus,
    )
  })
}
