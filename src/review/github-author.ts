import type { Octokit } from '@octokit/rest'
import { z } from 'zod'
import { statusOf } from './github-error.ts'

const viewerSchema = z.object({ viewer: z.object({ login: z.string().min(1) }) })

/**
 * The id that GitHub gives as author to comments written with this token. A person's token answers GET /user.
 * A token of an app, the GITHUB_TOKEN of Actions among them, may not (403): it is asked who it is over GraphQL, and
 * the id of that bot is looked up by name, since it differs between GitHub and GitHub Enterprise.
 */
export async function readAuthorId(octokit: Octokit): Promise<number> {
  const own = await octokit.rest.users.getAuthenticated().catch((error: unknown) => {
    if (statusOf(error) !== 403) throw error
    return null
  })
  if (own) return own.data.id
  const answer = viewerSchema.parse(await octokit.graphql('query { viewer { login } }'))
  const bot = await octokit.rest.users.getByUsername({ username: answer.viewer.login })
  return bot.data.id
}
