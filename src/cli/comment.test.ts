import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type FakeGitHub, REPOSITORY, startFakeGitHub, TOKEN } from '../../test/github/fake-github.ts'
import { evaluationOf, FAILED, PASSED, SOURCE } from '../../test/golden/cases.ts'
import { writeReports } from '../report/write-reports.ts'
import type { EvaluationRecord } from '../verdict/evaluation.ts'
import { commentCommand, runComment } from './comment.ts'

const { sha } = SOURCE

function reportsOf(context: TestContext, evaluation: EvaluationRecord): string {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-comment-'))
  context.after(() => rmSync(folder, { recursive: true }))
  writeReports(evaluation, folder)
  return folder
}

async function start(context: TestContext): Promise<{ github: FakeGitHub; env: Record<string, string> }> {
  const github = await startFakeGitHub()
  context.after(() => github.close())
  github.state.addPlace('issues/7')
  github.state.addPlace(`commits/${sha}`)
  const pull = { number: 7, state: 'closed', merged_at: '2026-11-20T10:00:00Z', merge_commit_sha: sha } as const
  github.state.pullsOf.set(sha, [pull])
  return { github, env: { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: github.url, GITHUB_REPOSITORY: REPOSITORY } }
}

test('a deployed commit and its pull request are told, then told again in place', async (context) => {
  const { github, env } = await start(context)
  const options = { commit: sha, reports: reportsOf(context, evaluationOf([FAILED])) }
  assert.equal(await runComment(options, env), `commit ${sha}: created\npull request 7: created\n`)
  assert.equal(
    await runComment(options, env),
    `commit ${sha}: nothing written, the comment says so already\npull request 7: nothing written, the comment says so already\n`,
  )
  assert.deepEqual(
    [github.state.commentsOn('issues/7').length, github.state.commentsOn(`commits/${sha}`).length],
    [1, 1],
  )
})

test('as JSON it tells what was done at each place', async (context) => {
  const { env } = await start(context)
  const options = { pull: 7, json: true, reports: reportsOf(context, evaluationOf([PASSED])) }
  assert.deepEqual(JSON.parse(await runComment(options, env)), [
    { target: 'pull request 7', action: 'none', detail: 'every contract passes' },
  ])
})

test('a place that refuses is named beside those that were told', async (context) => {
  const { github, env } = await start(context)
  github.state.failures.push({ call: /^POST .*commits/, status: 404, times: 1 })
  const message = `commit ${sha}: failed, GitHub finds no such repository, commit, pull request or comment for this token (404): POST ${github.url}/repos/octo/vision/commits/${sha}/comments; pull request 7: created`
  const options = { commit: sha, reports: reportsOf(context, evaluationOf([FAILED])) }
  await assert.rejects(runComment(options, env), { message, code: 'config' })
})

test('without a token it prints what it would send and sends nothing', async (context) => {
  const { github, env } = await start(context)
  const options = { commit: sha, reports: reportsOf(context, evaluationOf([FAILED])) }
  const output = await runComment(options, { ...env, GITHUB_TOKEN: '' })
  const head = `No token in GITHUB_TOKEN or GH_TOKEN, so nothing is sent. On commit ${sha} and the pull requests behind it of octo/vision this would be said:\n\n<!-- vouch:v1 key=once state=FAIL`
  assert.ok(output.startsWith(head), output)
  assert.deepEqual(github.calls, [])
})

test('without a token and with nothing to say it says that', async (context) => {
  const { env } = await start(context)
  const options = { pull: 7, reports: reportsOf(context, evaluationOf([PASSED])) }
  assert.equal(
    await runComment(options, { ...env, GITHUB_TOKEN: '' }),
    'No token in GITHUB_TOKEN or GH_TOKEN, so nothing is sent. On pull request 7 of octo/vision no comment would be begun: every contract passes.\n',
  )
})

test('the token is sent to the configured address only, and is in no output', async (context) => {
  const { github, env } = await start(context)
  const other = await startFakeGitHub()
  context.after(() => other.close())
  const options = { commit: sha, api: other.url, reports: reportsOf(context, evaluationOf([FAILED])) }
  const error = await runComment(options, env).catch((caught: Error) => caught)
  assert.ok(error instanceof Error && !`${error.stack}`.includes(TOKEN))
  assert.deepEqual(github.calls, [])
  assert.ok(other.calls.length > 0)
})

test('neither a commit nor a pull request is refused', async (context) => {
  const options = { reports: reportsOf(context, evaluationOf([FAILED])) }
  const message = 'Expected --commit SHA or --pull NUMBER but received neither'
  await assert.rejects(runComment(options, { GITHUB_REPOSITORY: REPOSITORY }), { message, code: 'config' })
})

const WRONG = [
  { args: ['--commit', 'main'], expected: /Expected a whole commit id, as git rev-parse prints it\./ },
  { args: ['--pull', '0'], expected: /Expected the number of a pull request\./ },
  { args: ['--pull', '7', '--commit', sha], expected: /'--pull <number>' cannot be used with option '--commit <sha>'/ },
]

for (const { args, expected } of WRONG) {
  test(`vouch comment ${args.join(' ')} is refused`, async () => {
    const command = commentCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
    await assert.rejects(command.parseAsync(args, { from: 'user' }), expected)
  })
}

test('the help has examples', () => {
  let help = ''
  commentCommand()
    .configureOutput({
      writeOut: (text) => {
        help += text
      },
    })
    .outputHelp()
  assert.match(help, /Examples:\n {2}vouch comment --commit/)
})
