import { Command, InvalidArgumentError, Option } from 'commander'
import { ConfigError } from '../errors.ts'
import type { Source } from '../report/source-link.ts'
import { type ReviewAccess, readReviewAccess } from '../review/access.ts'
import { describeTarget, type Target } from '../review/code-host.ts'
import { decide, type Statement } from '../review/comment.ts'
import { connectGitHub } from '../review/github.ts'
import { type Outcome, publish } from '../review/publish.ts'
import { readEvaluation } from '../review/read-evaluation.ts'

interface CommentOptions {
  readonly commit?: string
  readonly pull?: number
  readonly repo?: string
  readonly api?: string
  readonly reports: string
  readonly onlyExisting?: boolean
  readonly json?: boolean
}

const COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

const EXAMPLES = `
Examples:
  vouch comment --commit 3f2a1c9d0b8e7f6a5c4d3e2f1a0b9c8d7e6f5a4b   on a deployed commit and the pull request behind it
  vouch comment --pull 42 --repo octo/vision                        on a pull request
  vouch comment --commit "$SHA" --only-existing                     after a run that passed: only brings a comment up to date

The token is GITHUB_TOKEN or GH_TOKEN, and is sent to --api (or GITHUB_API_URL) only. Without a token, the comment is printed.`

/** `vouch comment`: says the verdicts of the last run on GitHub, in one comment that is kept up to date. */
export function commentCommand(): Command {
  return new Command('comment')
    .description(
      'say the verdicts of the last run on a commit or a pull request, in one comment that is kept up to date',
    )
    .addOption(new Option('--commit <sha>', 'deployed commit: it, and the pull requests behind it').argParser(parseSha))
    .addOption(new Option('--pull <number>', 'pull request').argParser(parsePull).conflicts('commit'))
    .option('--repo <owner/name>', 'repository (default: GITHUB_REPOSITORY)')
    .option('--reports <folder>', 'folder with verdicts.json', 'reports')
    .option('--api <url>', 'address of the REST API (default: GITHUB_API_URL, else https://api.github.com)')
    .option('--only-existing', 'write nothing where there is no comment yet')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: CommentOptions) => {
      process.stdout.write(await runComment(options, process.env))
    })
}

/**
 * Does what `vouch comment` does.
 * @returns what to print
 * @throws {VouchError} in one sentence, when it could not be said at every place
 */
export async function runComment(options: CommentOptions, env: Record<string, string | undefined>): Promise<string> {
  const target = targetOf(options)
  const access = readReviewAccess(options, env)
  const statement = statementOf(options, target, access, env)
  if (access.token === null) return withoutToken(target, access, statement, options)
  const host = connectGitHub({ api: access.api, token: access.token }, access.repository)
  const outcomes = await publish(host, target, statement)
  if (outcomes.some((outcome) => outcome.action === 'failed'))
    throw new ConfigError(outcomes.map(describeOutcome).join('; '))
  return options.json
    ? `${JSON.stringify(outcomes)}\n`
    : outcomes.map((outcome) => `${describeOutcome(outcome)}\n`).join('')
}

function targetOf({ commit, pull }: CommentOptions): Target {
  if (pull !== undefined) return { kind: 'pull', number: pull }
  if (commit !== undefined) return { kind: 'commit', sha: commit }
  throw new ConfigError('Expected --commit SHA or --pull NUMBER but received neither')
}

function statementOf(
  options: CommentOptions,
  target: Target,
  access: ReviewAccess,
  env: Record<string, string | undefined>,
): Statement {
  const at = (sha: string): Source => ({ server: access.server, repository: access.repository, sha })
  const commit = target.kind === 'commit' ? at(target.sha) : null
  const read = env['GITHUB_SHA'] ?? ''
  const source = COMMIT_ID.test(read) ? at(read) : commit
  return { evaluation: readEvaluation(options.reports), commit, source, onlyExisting: options.onlyExisting ?? false }
}

function withoutToken(
  target: Target,
  { repository }: ReviewAccess,
  statement: Statement,
  { json }: CommentOptions,
): string {
  const decision = decide(undefined, statement)
  const body = decision.kind === 'create' ? decision.body : null
  if (json) return `${JSON.stringify({ sent: false, target: describeTarget(target), repository, body })}\n`
  const place = `${describeTarget(target)}${target.kind === 'commit' ? ' and the pull requests behind it' : ''} of ${repository}`
  const head = 'No token in GITHUB_TOKEN or GH_TOKEN, so nothing is sent.'
  if (decision.kind === 'none') return `${head} On ${place} no comment would be begun: ${decision.reason}.\n`
  return `${head} On ${place} this would be said:\n\n${body}`
}

function describeOutcome({ target, action, detail }: Outcome): string {
  const done = action === 'none' ? 'nothing written' : action
  return `${target}: ${done}${detail === '' ? '' : `, ${detail}`}`
}

function parseSha(value: string): string {
  if (!COMMIT_ID.test(value)) throw new InvalidArgumentError('Expected a whole commit id, as git rev-parse prints it.')
  return value
}

function parsePull(value: string): number {
  if (!/^[1-9]\d{0,9}$/.test(value)) throw new InvalidArgumentError('Expected the number of a pull request.')
  return Number(value)
}
