import { VouchError } from '../errors.ts'
import { type CodeHost, describeTarget, pullsBehind, type Target } from './code-host.ts'
import { decide, findOwn, type Statement } from './comment.ts'

export interface Outcome {
  readonly target: string
  readonly action: 'created' | 'updated' | 'none' | 'failed'
  /** why nothing was written, or what went wrong */
  readonly detail: string
}

/**
 * Says it on a pull request, or on a commit and the pull requests behind it. A place that refuses (commit comments
 * can be disabled) does not keep the others from being told.
 */
export async function publish(host: CodeHost, target: Target, statement: Statement): Promise<Outcome[]> {
  const authorId = await host.readAuthorId()
  const outcomes: Outcome[] = []
  for (const place of await targetsOf(host, target)) {
    outcomes.push(await publishAt(host, place, statement, authorId).catch((error) => failure(place, error)))
  }
  return outcomes
}

async function targetsOf(host: CodeHost, target: Target): Promise<Target[]> {
  if (target.kind === 'pull') return [target]
  const numbers = pullsBehind(await host.listPulls(target.sha), target.sha)
  return [target, ...numbers.map((number) => ({ kind: 'pull', number }) as const)]
}

function failure(place: Target, error: unknown): Outcome {
  if (!(error instanceof VouchError)) throw error
  return { target: describeTarget(place), action: 'failed', detail: error.message }
}

async function publishAt(host: CodeHost, place: Target, statement: Statement, authorId: number): Promise<Outcome> {
  const find = async () => findOwn(await host.listComments(place), authorId, statement.evaluation.use)
  const [own, ...doubles] = await find()
  for (const double of doubles) await host.deleteComment(place, double.id)
  const decision = decide(own, statement)
  const target = describeTarget(place)
  if (decision.kind === 'none') return { target, action: 'none', detail: decision.reason }
  if (decision.kind === 'update') {
    await host.updateComment(place, decision.id, decision.body)
    return { target, action: 'updated', detail: '' }
  }
  const created = await host.createComment(place, decision.body)
  const [first] = await find()
  if (first === undefined || first.id === created.id) return { target, action: 'created', detail: '' }
  await host.deleteComment(place, created.id)
  return { target, action: 'none', detail: 'another run wrote the comment at the same time' }
}
