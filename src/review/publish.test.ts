import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { BOT, type FakeGitHub, PERSON, REPOSITORY, startFakeGitHub, TOKEN } from '../../test/github/fake-github.ts'
import { CASES, evaluationOf, FAILED, PASSED, SOURCE, UNDECIDED } from '../../test/golden/cases.ts'
import type { EvaluationRecord } from '../verdict/evaluation.ts'
import type { Target } from './code-host.ts'
import type { Statement } from './comment.ts'
import { connectGitHub } from './github.ts'
import { renderMarker } from './marker.ts'
import { type Outcome, publish } from './publish.ts'

const { sha } = SOURCE
const PULL: Target = { kind: 'pull', number: 7 }
const COMMIT: Target = { kind: 'commit', sha }
const MARKER = renderMarker({ key: 'once', state: 'FAIL', history: [] })

async function start(context: TestContext, account = PERSON): Promise<FakeGitHub> {
  const github = await startFakeGitHub(account)
  context.after(() => github.close())
  github.state.addPlace('issues/7')
  github.state.addPlace(`commits/${sha}`)
  github.state.pullsOf.set(sha, [])
  return github
}

function say(
  github: FakeGitHub,
  target: Target,
  evaluation: EvaluationRecord,
  more: Partial<Statement> = {},
): Promise<Outcome[]> {
  const wait = async () => assert.fail('nothing here asks to wait')
  const host = connectGitHub({ api: github.url, token: TOKEN, wait }, REPOSITORY)
  return publish(host, target, { evaluation, commit: SOURCE, source: SOURCE, onlyExisting: false, ...more })
}

function bodies(github: FakeGitHub, place = 'issues/7'): string[] {
  return github.state.commentsOn(place).map((comment) => comment.body)
}

function later(evaluation: EvaluationRecord, hour: string): EvaluationRecord {
  const window = { start: `2026-11-21T${Number(hour) - 1}:05:00Z`, end: `2026-11-21T${hour}:05:00Z`, lag_seconds: 60 }
  return { ...evaluation, window }
}

test('a finding is said once, updated in place, and struck through when its contract passes', async (context) => {
  const github = await start(context)
  const [created] = await say(github, PULL, evaluationOf([FAILED]))
  assert.deepEqual(created, { target: 'pull request 7', action: 'created', detail: '' })
  const id = github.state.commentsOn('issues/7')[0]?.id

  const [updated] = await say(github, PULL, later(evaluationOf([{ ...FAILED, k: 2000 }]), '15'))
  assert.equal(updated?.action, 'updated')
  assert.match(bodies(github)[0] ?? '', /2 000 of 41 200 requests/)

  const [struck] = await say(github, PULL, later(evaluationOf([PASSED]), '16'))
  assert.equal(struck?.action, 'updated')
  const [body = '', ...others] = bodies(github)
  assert.match(
    body,
    /^\*\*PASS: the one contract passed\. Window 2026-11-21 15:05 to 16:05 UTC\.\*\*\n\n~~FAIL: the one contract failed\..*~~$/m,
  )
  assert.match(body, /- 2026-11-21T14:05:00\.000Z to 2026-11-21T15:05:00\.000Z, gate closed: FAIL/)
  assert.deepEqual([others, github.state.commentsOn('issues/7')[0]?.id], [[], id])
})

test('the same run said twice writes once', async (context) => {
  const github = await start(context)
  await say(github, PULL, evaluationOf([FAILED]))
  const [again] = await say(github, PULL, evaluationOf([FAILED]))
  assert.deepEqual(again, { target: 'pull request 7', action: 'none', detail: 'the comment says so already' })
})

test('a run of an earlier window changes nothing', async (context) => {
  const github = await start(context)
  await say(github, PULL, later(evaluationOf([FAILED]), '15'))
  const [outcome] = await say(github, PULL, evaluationOf([PASSED]))
  assert.equal(outcome?.detail, 'the comment already tells of a later window, up to 2026-11-21T15:05:00.000Z')
})

test('an open gate that proves nothing does not strike the finding', async (context) => {
  const github = await start(context)
  await say(github, PULL, evaluationOf([FAILED]))
  await say(github, PULL, later(evaluationOf([{ ...UNDECIDED, id: FAILED.id }]), '15'))
  assert.doesNotMatch(bodies(github)[0] ?? '', /~~/)
  assert.match(bodies(github)[0] ?? '', /^Not proven to be over: FAIL: the one contract failed/m)
})

test('no comment is begun when every contract passes', async (context) => {
  const github = await start(context)
  const [outcome] = await say(github, PULL, evaluationOf([PASSED]))
  assert.deepEqual([outcome?.detail, bodies(github)], ['every contract passes', []])
})

test('no comment is begun when only existing ones are wanted', async (context) => {
  const github = await start(context)
  await say(github, PULL, evaluationOf([FAILED]), { onlyExisting: true })
  assert.deepEqual(bodies(github), [])
})

test('a comment of someone else with the same marker is left alone', async (context) => {
  const github = await start(context)
  const foreign = `${MARKER}\n\nPASS, trust me`
  github.state.addComment('issues/7', { id: 1, login: 'mallory' }, foreign)
  github.state.addComment('issues/7', null, foreign)
  await say(github, PULL, evaluationOf([FAILED]))
  assert.deepEqual(bodies(github).slice(0, 2), [foreign, foreign])
  assert.equal(bodies(github).length, 3)
})

test('a comment of our own with the marker inside its text is left alone', async (context) => {
  const github = await start(context)
  github.state.addComment('issues/7', PERSON, `quoting:\n${MARKER}`)
  await say(github, PULL, evaluationOf([FAILED]))
  assert.equal(bodies(github)[0], `quoting:\n${MARKER}`)
})

test('our comment is found behind 250 others, on the third page', async (context) => {
  const github = await start(context)
  for (let index = 0; index < 250; index += 1) github.state.addComment('issues/7', { id: 1, login: 'a' }, 'text')
  await say(github, PULL, evaluationOf([FAILED]))
  const [outcome] = await say(github, PULL, later(evaluationOf([FAILED]), '15'))
  assert.deepEqual([outcome?.action, bodies(github).length], ['updated', 251])
})

test('two runs at the same moment leave one comment', async (context) => {
  const github = await start(context)
  github.state.beforeCreate = () => github.state.addComment('issues/7', PERSON, `${MARKER}\n\nthe other run`)
  const [outcome] = await say(github, PULL, evaluationOf([FAILED]))
  assert.equal(outcome?.detail, 'another run wrote the comment at the same time')
  assert.deepEqual(bodies(github), [`${MARKER}\n\nthe other run`])
})

test('of two comments that are there already the older is kept and brought up to date', async (context) => {
  const github = await start(context)
  const first = github.state.addComment('issues/7', PERSON, MARKER)
  github.state.addComment('issues/7', PERSON, MARKER)
  await say(github, PULL, evaluationOf([FAILED]))
  assert.deepEqual(github.state.commentsOn('issues/7'), [first])
  assert.match(first.body, /\*\*FAIL/)
})

test('on a commit it is said there and on the pull request whose merge made it', async (context) => {
  const github = await start(context)
  const merged = { state: 'closed', merged_at: '2026-11-20T10:00:00Z' } as const
  github.state.pullsOf.set(sha, [
    { number: 5, ...merged, merge_commit_sha: 'a'.repeat(40) },
    { number: 7, ...merged, merge_commit_sha: sha },
    { number: 9, state: 'open', merged_at: null, merge_commit_sha: null },
  ])
  const outcomes = await say(github, COMMIT, evaluationOf([FAILED]))
  assert.deepEqual(
    outcomes.map((one) => [one.target, one.action]),
    [
      [`commit ${sha}`, 'created'],
      ['pull request 7', 'created'],
    ],
  )
  const [onCommit] = bodies(github, `commits/${sha}`)
  assert.match(
    onCommit ?? '',
    /Deployed commit \[`3f2a1c9d0b8e`\]\(https:\/\/github\.com\/octo\/vision\/commit\/3f2a1c9.*\); that it is the cause is not shown\./,
  )
  await say(github, COMMIT, later(evaluationOf([PASSED]), '15'))
  assert.match(bodies(github, `commits/${sha}`)[0] ?? '', /~~FAIL/)
  assert.match(bodies(github)[0] ?? '', /~~FAIL/)
})

test('a commit that may not be commented on does not keep its pull request from being told', async (context) => {
  const github = await start(context)
  github.state.pullsOf.set(sha, [{ number: 7, state: 'open', merged_at: null, merge_commit_sha: null }])
  github.state.failures.push({ call: /^POST .*\/commits\//, status: 403, times: 1 })
  const outcomes = await say(github, COMMIT, evaluationOf([FAILED]))
  assert.deepEqual(
    outcomes.map((one) => one.action),
    ['failed', 'created'],
  )
})

test('a token of an app finds its own comment, too', async (context) => {
  const github = await start(context, BOT)
  await say(github, PULL, evaluationOf([FAILED]))
  const [outcome] = await say(github, PULL, later(evaluationOf([FAILED]), '15'))
  assert.deepEqual([outcome?.action, bodies(github).length], ['updated', 1])
})

test('hostile texts stay behind the marker and in their cells', async (context) => {
  const github = await start(context)
  const evaluation = CASES['hostile'] ?? assert.fail('the case is there')
  await say(github, PULL, evaluation)
  await say(github, PULL, later(evaluation, '15'))
  const [body = '', ...others] = bodies(github)
  assert.deepEqual(others, [])
  assert.match(body, /^<!-- vouch:v1 key=once state=FAIL history=[\w-]+ -->\n\n\*\*FAIL/)
})
