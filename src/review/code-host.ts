import type { HostComment } from './comment.ts'

/** A place that can hold a comment. */
export type Target =
  | { readonly kind: 'commit'; readonly sha: string }
  | { readonly kind: 'pull'; readonly number: number }

export interface Pull {
  readonly number: number
  readonly open: boolean
  /** RFC 3339; null when it was not merged */
  readonly mergedAt: string | null
  readonly mergeCommit: string | null
}

/** What the review needs of a code host. */
export interface CodeHost {
  /** id of the account that comments of this token get as their author */
  readAuthorId(): Promise<number>
  listPulls(sha: string): Promise<Pull[]>
  listComments(target: Target): Promise<HostComment[]>
  createComment(target: Target, body: string): Promise<HostComment>
  updateComment(target: Target, id: number, body: string): Promise<void>
  /** a comment that is gone already is no error */
  deleteComment(target: Target, id: number): Promise<void>
}

/**
 * The pull requests behind a deployed commit: the one whose merge made it, else the first that was merged with it,
 * else those that are open.
 */
export function pullsBehind(pulls: readonly Pull[], sha: string): number[] {
  const merged = pulls.filter((pull) => pull.mergedAt !== null)
  const origin =
    merged.find((pull) => pull.mergeCommit === sha) ??
    merged.sort((a, b) => (a.mergedAt ?? '').localeCompare(b.mergedAt ?? ''))[0]
  if (origin) return [origin.number]
  return pulls.filter((pull) => pull.open).map((pull) => pull.number)
}

export function describeTarget(target: Target): string {
  return target.kind === 'commit' ? `commit ${target.sha}` : `pull request ${target.number}`
}
