import type { CodeHost } from './code-host.ts'
import type { HostComment } from './comment.ts'
import { readAuthorId } from './github-author.ts'
import { connectOctokit, type GitHubAccess } from './github-client.ts'
import { statusOf } from './github-error.ts'

interface ApiComment {
  readonly id: number
  readonly body?: string
  readonly user: { readonly id: number } | null
}

/**
 * GitHub, or GitHub Enterprise, for one repository.
 * @param repository owner/name
 */
export function connectGitHub(access: GitHubAccess, repository: string): CodeHost {
  const octokit = connectOctokit(access)
  const { issues, repos } = octokit.rest
  const [owner = '', repo = ''] = repository.split('/')
  const page = { owner, repo, per_page: 100 }
  return {
    readAuthorId: () => readAuthorId(octokit),
    async listPulls(sha) {
      const pulls = await octokit.paginate(repos.listPullRequestsAssociatedWithCommit, { ...page, commit_sha: sha })
      return pulls.map(({ number, state, merged_at, merge_commit_sha }) => {
        return { number, open: state === 'open', mergedAt: merged_at, mergeCommit: merge_commit_sha }
      })
    },
    async listComments(target) {
      const comments: readonly ApiComment[] =
        target.kind === 'commit'
          ? await octokit.paginate(repos.listCommentsForCommit, { ...page, commit_sha: target.sha })
          : await octokit.paginate(issues.listComments, { ...page, issue_number: target.number })
      return comments.map(hostComment)
    },
    async createComment(target, body) {
      const { data } =
        target.kind === 'commit'
          ? await repos.createCommitComment({ owner, repo, commit_sha: target.sha, body })
          : await issues.createComment({ owner, repo, issue_number: target.number, body })
      return hostComment(data)
    },
    async updateComment(target, id, body) {
      const call = { owner, repo, comment_id: id, body }
      await (target.kind === 'commit' ? repos.updateCommitComment(call) : issues.updateComment(call))
    },
    async deleteComment(target, id) {
      const call = { owner, repo, comment_id: id }
      await (target.kind === 'commit' ? repos.deleteCommitComment(call) : issues.deleteComment(call)).catch(ignoreGone)
    },
  }
}

function ignoreGone(error: unknown): void {
  if (statusOf(error) !== 404) throw error
}

function hostComment({ id, user, body }: ApiComment): HostComment {
  return { id, authorId: user?.id ?? null, body: body ?? '' }
}
