import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openCpuQuotas } from './cpu-quota.ts'

/** Control groups as plain files, and a platform that is in `own`. */
function makeCgroups(t: TestContext, own: string, files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'vouch-cgroup-'))
  t.after(() => rmSync(root, { recursive: true }))
  for (const [name, text] of Object.entries({ own, ...files })) {
    mkdirSync(join(root, name, '..'), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  const notices: string[] = []
  const open = () => openCpuQuotas({ root, ownFile: join(root, 'own'), onNotice: (said) => notices.push(said) })
  const read = (parent: string, instance: string, file: string) =>
    readFileSync(join(root, parent, `vouch.${process.pid}.${instance}`, file), 'utf8')
  return { root, notices, open, read }
}

const V1 = { 'cpu/cpu.cfs_quota_us': '-1\n' }

for (const { limit, quota } of [
  { limit: '500m', quota: '50000' },
  { limit: '2', quota: '200000' },
  { limit: '2000m', quota: '200000' },
  { limit: '1.5', quota: '150000' },
  { limit: '5m', quota: '1000' },
]) {
  test(`a limit of ${limit} is a quota of ${quota} us in 100000`, (t) => {
    const { open, read, notices } = makeCgroups(t, '1:cpu:/\n0::/\n', V1)
    open()?.make('echo-1', limit).hold(4711)
    assert.equal(read('cpu', 'echo-1', 'cpu.cfs_quota_us'), quota)
    assert.equal(read('cpu', 'echo-1', 'cpu.cfs_period_us'), '100000')
    assert.equal(read('cpu', 'echo-1', 'cgroup.procs'), '4711')
    assert.deepEqual(notices, [])
  })
}

test("version 1 is written below the platform's own group, so that its limit holds too", (t) => {
  const { open, read } = makeCgroups(t, '3:cpu,cpuacct:/ci/job\n0::/\n', {
    ...V1,
    'cpu/ci/job/cpu.cfs_quota_us': '400000\n',
  })
  open()?.make('echo-1', '1').hold(4711)
  assert.equal(read('cpu/ci/job', 'echo-1', 'cgroup.procs'), '4711')
})

test("version 1 is written at the top in a container that is told the machine's path", (t) => {
  const { open, read } = makeCgroups(t, '1:cpu:/docker/abc\n', V1)
  open()?.make('echo-1', '1').hold(4711)
  assert.equal(read('cpu', 'echo-1', 'cgroup.procs'), '4711')
})

test("version 2 is written beside the platform's own group, which holds processes", (t) => {
  const { open, read } = makeCgroups(t, '0::/user/shell\n', {
    'user/cgroup.subtree_control': 'cpu memory\n',
    'user/shell/cgroup.procs': '1\n',
  })
  open()?.make('echo-1', '250m').hold(4711)
  assert.equal(read('user', 'echo-1', 'cpu.max'), '25000 100000')
  assert.equal(read('user', 'echo-1', 'cgroup.procs'), '4711')
})

test('version 2 is told to control CPU time where it does not yet', (t) => {
  const { root, open, read } = makeCgroups(t, '0::/\n', { 'cgroup.subtree_control': 'memory cpuset\n' })
  open()?.make('echo-1', '1').hold(4711)
  assert.equal(readFileSync(join(root, 'cgroup.subtree_control'), 'utf8'), '+cpu')
  assert.equal(read('', 'echo-1', 'cpu.max'), '100000 100000')
})

test('without control groups one sentence says so', (t) => {
  const { root, open, notices } = makeCgroups(t, '', {})
  assert.equal(open(), undefined)
  assert.deepEqual(notices, [
    `Replicas run without their CPU limits: no control group for CPU time can be made below ${root}`,
  ])
})

test('a quota that the kernel refuses is said, and the replica goes on without', (t) => {
  const { root, open, notices } = makeCgroups(t, '1:cpu:/\n', V1)
  mkdirSync(join(root, `cpu/vouch.${process.pid}.echo-1/cpu.cfs_quota_us`), { recursive: true })
  open()?.make('echo-1', '1').hold(4711)
  assert.equal(notices.length, 1)
  assert.match(notices[0] ?? '', /^echo-1 runs without its CPU limit of 1: E[A-Z]+: /)
})

test('groups that a killed platform left are removed at the next start, those of a running one are not', (t) => {
  const { root, open } = makeCgroups(t, '1:cpu:/\n', V1)
  const { pid } = spawnSync('true')
  const others = [`vouch.${process.ppid}.echo-1`, 'vouch', 'docker']
  for (const name of [...others, `vouch.${pid}.echo-1`, `vouch.${process.pid}.echo-9`])
    mkdirSync(join(root, 'cpu', name))
  open()
  assert.deepEqual(readdirSync(join(root, 'cpu')).sort(), ['cpu.cfs_quota_us', ...others].sort())
})

test('a group is removed as soon as it has no process', async (t) => {
  const { root, open, notices } = makeCgroups(t, '1:cpu:/\n', V1)
  const folder = join(root, `cpu/vouch.${process.pid}.echo-1`)
  mkdirSync(join(folder, 'busy'), { recursive: true })
  const released = open()?.make('echo-1', '1').release()
  rmSync(join(folder, 'busy'), { recursive: true })
  await released
  assert.deepEqual([existsSync(folder), notices], [false, []])
})

test('a group with a process that does not end is left and said', async (t) => {
  const { root, open, notices } = makeCgroups(t, '1:cpu:/\n', V1)
  const folder = join(root, `cpu/vouch.${process.pid}.echo-1`)
  mkdirSync(join(folder, 'busy'), { recursive: true })
  await open()?.make('echo-1', '1').release()
  assert.deepEqual(notices, [`echo-1 left processes behind; ${folder} can be removed when they have ended`])
})
