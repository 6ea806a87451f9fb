import type { Source } from '../report/source-link.ts'
import type { EvaluationRecord } from '../verdict/evaluation.ts'
import type { Use } from '../verdict/verdict.ts'
import { renderBody } from './body.ts'
import { extendHistory, type HistoryEntry } from './history.ts'
import { readMarker } from './marker.ts'

/** A comment as the code host has it. */
export interface HostComment {
  readonly id: number
  /** null when the author's account is gone */
  readonly authorId: number | null
  readonly body: string
}

/** What is to be said, and where it can be looked up. */
export interface Statement {
  readonly evaluation: EvaluationRecord
  readonly commit: Source | null
  readonly source: Source | null
  /** only brings a comment up to date that is already there */
  readonly onlyExisting: boolean
}

type Decision =
  | { readonly kind: 'create'; readonly body: string }
  | { readonly kind: 'update'; readonly id: number; readonly body: string }
  | { readonly kind: 'none'; readonly reason: string }

/**
 * Our comments of a key, oldest first: those that begin with the marker and were written by this author.
 * A marker in anyone else's comment means nothing.
 */
export function findOwn(comments: readonly HostComment[], authorId: number, key: Use): HostComment[] {
  return comments
    .filter((comment) => comment.authorId === authorId && readMarker(comment.body, key) !== null)
    .sort((a, b) => a.id - b.id)
}

/** What to do about our comment: nothing, the first one, or the one in place. */
export function decide(own: HostComment | undefined, statement: Statement): Decision {
  const { evaluation } = statement
  if (own === undefined) return decideFirst(statement)
  const history = readMarker(own.body, evaluation.use) ?? []
  const latest = history.at(-1)
  if (latest && Date.parse(latest.to) > Date.parse(evaluation.window.end)) {
    return { kind: 'none', reason: `the comment already tells of a later window, up to ${latest.to}` }
  }
  const body = render(statement, history)
  return sameText(body, own.body)
    ? { kind: 'none', reason: 'the comment says so already' }
    : { kind: 'update', id: own.id, body }
}

function decideFirst(statement: Statement): Decision {
  const { evaluation, onlyExisting } = statement
  if (onlyExisting) return { kind: 'none', reason: 'there is no comment to bring up to date' }
  const passes = evaluation.contracts.length > 0 && evaluation.contracts.every((one) => one.verdict === 'PASS')
  if (passes && evaluation.gate === 'open') return { kind: 'none', reason: 'every contract passes' }
  return { kind: 'create', body: render(statement, []) }
}

function render({ evaluation, commit, source }: Statement, history: readonly HistoryEntry[]): string {
  return renderBody(evaluation, extendHistory(history, evaluation), commit, source)
}

/** Code hosts may change line ends and trim a body. */
function sameText(a: string, b: string): boolean {
  return a.trim() === b.replaceAll('\r\n', '\n').trim()
}
