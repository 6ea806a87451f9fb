import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { inspect } from 'node:util'
import { BOT, type FakeGitHub, PERSON, REPOSITORY, startFakeGitHub, TOKEN } from '../../test/github/fake-github.ts'
import type { PlannedFailure } from '../../test/github/fake-state.ts'
import type { CodeHost } from './code-host.ts'
import { connectGitHub } from './github.ts'

const PULL = { kind: 'pull', number: 7 } as const

interface Setting {
  readonly github: FakeGitHub
  readonly host: CodeHost
  readonly waits: number[]
}

async function start(context: TestContext, failure?: Omit<PlannedFailure, 'call'>): Promise<Setting> {
  const github = await startFakeGitHub()
  context.after(() => github.close())
  github.state.addPlace('issues/7')
  if (failure) github.state.failures.push({ ...failure, call: /issues/ })
  const waits: number[] = []
  const wait = async (seconds: number) => void waits.push(seconds)
  return { github, waits, host: connectGitHub({ api: github.url, token: TOKEN, wait }, REPOSITORY) }
}

const CREATE = 'POST URL/repos/octo/vision/issues/7/comments'
const LIST = 'GET URL/repos/octo/vision/issues/7/comments?per_page=100'

const FAILURES: { name: string; failure: Omit<PlannedFailure, 'call' | 'times'>; expected: string; waits: number[] }[] =
  [
    { name: '401', failure: { status: 401 }, expected: 'GitHub does not accept the token (401): CALL', waits: [] },
    {
      name: '403',
      failure: { status: 403 },
      expected:
        'GitHub does not let this token do it; it needs pull-requests: write, and contents: write for comments on commits (403): CALL',
      waits: [],
    },
    {
      name: '404',
      failure: { status: 404 },
      expected: 'GitHub finds no such repository, commit, pull request or comment for this token (404): CALL',
      waits: [],
    },
    { name: '422', failure: { status: 422 }, expected: 'GitHub does not accept what was sent (422): CALL', waits: [] },
    { name: '410', failure: { status: 410 }, expected: 'GitHub refused (410): CALL', waits: [] },
    {
      name: 'a rate limit with Retry-After',
      failure: { status: 429, headers: { 'retry-after': '7' } },
      expected: "GitHub's rate limit asks to wait 7 s: CALL",
      waits: [7, 7],
    },
    {
      name: 'a rate limit that asks for 61 seconds',
      failure: { status: 403, headers: { 'retry-after': '61' } },
      expected: "GitHub's rate limit asks to wait 61 s: CALL",
      waits: [],
    },
    {
      name: 'a used-up quota',
      failure: { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' } },
      expected: "GitHub's rate limit asks to wait 0 s: CALL",
      waits: [0, 0],
    },
  ]

for (const { name, failure, expected, waits } of FAILURES) {
  test(`${name} is one sentence that names the call, after bounded tries`, async (context) => {
    const setting = await start(context, { ...failure, times: 9 })
    const message = expected.replace('CALL', CREATE).replace('URL', setting.github.url)
    await assert.rejects(setting.host.createComment(PULL, 'text'), { message })
    assert.deepEqual(setting.waits, waits)
  })
}

test('reading is tried again after 1 and 2 seconds when GitHub fails', async (context) => {
  const { host, waits } = await start(context, { status: 502, times: 2 })
  assert.deepEqual(await host.listComments(PULL), [])
  assert.deepEqual(waits, [1, 2])
})

test('a third failure to read ends it', async (context) => {
  const { host, github, waits } = await start(context, { status: 502, times: 3 })
  const message = `GitHub failed (502): ${LIST.replace('URL', github.url)}`
  await assert.rejects(host.listComments(PULL), { message, code: 'timeout' })
  assert.deepEqual(waits, [1, 2])
})

test('a comment is not written again when GitHub fails: it may be there already', async (context) => {
  const { host, github, waits } = await start(context, { status: 502, times: 9 })
  await assert.rejects(host.createComment(PULL, 'text'), {
    message: `GitHub failed (502): ${CREATE.replace('URL', github.url)}`,
  })
  assert.deepEqual(waits, [])
})

test('an address where nobody listens is named with the cause', async (context) => {
  const { github } = await start(context)
  await github.close()
  const host = connectGitHub({ api: github.url, token: TOKEN, wait: async () => {} }, REPOSITORY)
  const message = `GitHub did not answer (ECONNREFUSED): ${LIST.replace('URL', github.url)}`
  await assert.rejects(host.listComments(PULL), { message })
})

test('65 536 characters are accepted by GitHub and one more is not', async (context) => {
  const { host, github } = await start(context)
  await host.createComment(PULL, 'x'.repeat(65_536))
  const message = `GitHub does not accept what was sent (422): ${CREATE.replace('URL', github.url)}`
  await assert.rejects(host.createComment(PULL, 'x'.repeat(65_537)), { message })
})

test('a next page at another address is not asked for', async (context) => {
  const link = '<https://evil.example/repos/octo/vision/issues/7/comments?page=2>; rel="next"'
  const { host } = await start(context, { status: 200, headers: { link }, times: 1 })
  const message =
    'GitHub pointed to another address: GET https://evil.example/repos/octo/vision/issues/7/comments?page=2'
  await assert.rejects(host.listComments(PULL), { message })
})

test('deleting what is gone is no error', async (context) => {
  const { host } = await start(context)
  await host.deleteComment(PULL, 99)
})

for (const account of [PERSON, BOT]) {
  test(`the author of comments is ${account.login}`, async (context) => {
    const github = await startFakeGitHub(account)
    context.after(() => github.close())
    const host = connectGitHub({ api: github.url, token: TOKEN }, REPOSITORY)
    assert.equal(await host.readAuthorId(), account.id)
  })
}

test('the token is in no error, not even deep inside', async (context) => {
  for (const { failure } of FAILURES) {
    const { host } = await start(context, { ...failure, times: 9 })
    const error = await host.createComment(PULL, 'text').catch((caught: unknown) => caught)
    assert.ok(error instanceof Error)
    assert.ok(!inspect(error, { depth: 20, showHidden: true }).includes(TOKEN))
  }
})
