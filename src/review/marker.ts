import type { Use, Verdict } from '../verdict/verdict.ts'
import { type HistoryEntry, historySchema } from './history.ts'

/** The hidden first line of a comment of ours: which one it is, what it says now, and what it said before. */
interface Marker {
  /** one comment per place and key */
  readonly key: Use
  readonly state: Verdict
  readonly history: readonly HistoryEntry[]
}

const MARKER = /^<!-- vouch:v1 key=([a-z]+) state=([A-Z_]+) history=([\w-]*) -->/

export function renderMarker({ key, state, history }: Marker): string {
  return `<!-- vouch:v1 key=${key} state=${state} history=${encode(history)} -->`
}

/** The history in a comment's marker; null when the comment does not begin with a marker of this key. */
export function readMarker(body: string, key: Use): readonly HistoryEntry[] | null {
  const match = MARKER.exec(body)
  return match?.[1] === key ? decode(match[3] ?? '') : null
}

/** As base64url nothing in it can end the hidden line. */
function encode(history: readonly HistoryEntry[]): string {
  return Buffer.from(JSON.stringify(history)).toString('base64url')
}

/** Anyone who may write in the repository may edit the comment: a history that cannot be read begins anew. */
function decode(text: string): readonly HistoryEntry[] {
  try {
    return historySchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data ?? []
  } catch {
    return []
  }
}
