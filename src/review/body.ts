import { inertCode, inertProse } from '../report/inert-text.ts'
import { renderSections, type Section } from '../report/markdown.ts'
import type { Source } from '../report/source-link.ts'
import { worstVerdict } from '../report/summary.ts'
import type { EvaluationRecord } from '../verdict/evaluation.ts'
import { earlierFinding, type HistoryEntry, isOver } from './history.ts'
import { renderMarker } from './marker.ts'

/** GitHub's API refuses over 65 536 characters. */
export const BODY_LIMIT = 60_000

const SEPARATOR = '\n\n'

/** Left out before policy and table (rank 1 and 2 there), after the evidence. */
const HISTORY_RANK = 3

/**
 * The comment on a run: hidden marker, headline, what became of the earlier finding, the deployed commit, then the
 * report. What does not fit is left out in a fixed order and named.
 * @param commit what is deployed; null when the comment is not about a deployment
 * @param source where the features can be read; null when not known
 * @param history with this run at its end
 */
export function renderBody(
  evaluation: EvaluationRecord,
  history: readonly HistoryEntry[],
  commit: Source | null,
  source: Source | null,
): string {
  const marker = renderMarker({ key: evaluation.use, state: worstVerdict(evaluation), history })
  const [head, ...rest] = renderSections(evaluation, { size: 'comment', source })
  const own = [...earlierSection(history, evaluation), ...commitSection(commit, evaluation)]
  const sections = [...(head ? [head] : []), ...own, ...rest, ...historySection(history)]
  return fit([{ title: 'marker', rank: 0, text: marker }, ...sections], BODY_LIMIT)
}

function earlierSection(history: readonly HistoryEntry[], evaluation: EvaluationRecord): Section[] {
  const finding = earlierFinding(history)
  if (finding === null) return []
  const text = isOver(finding, evaluation)
    ? `~~${inertProse(finding.headline)}~~\n\nThat is over: each contract that failed then passes now.`
    : `Not proven to be over: ${inertProse(finding.headline)}`
  return [{ title: 'earlier finding', rank: 0, text }]
}

function commitSection(commit: Source | null, evaluation: EvaluationRecord): Section[] {
  if (commit === null) return []
  const { server, repository, sha } = commit
  const link = `[${inertCode(sha.slice(0, 12))}](${server}/${repository}/commit/${sha})`
  const doubt = evaluation.gate === 'closed' ? '; that it is the cause is not shown' : ''
  return [{ title: 'commit', rank: 0, text: `Deployed commit ${link}${doubt}.` }]
}

function historySection(history: readonly HistoryEntry[]): Section[] {
  if (history.length < 2) return []
  const items = history.map(
    (entry) => `- ${entry.from} to ${entry.to}, gate ${entry.gate}: ${inertProse(entry.headline)}`,
  )
  const text = ['<details><summary>History of this comment</summary>', items.join('\n'), '</details>'].join('\n\n')
  return [{ title: 'history', rank: HISTORY_RANK, text }]
}

/** Joins the sections, leaving out those of the highest rank first until the text and the note on it fit. */
export function fit(sections: readonly Section[], limit: number): string {
  const kept = [...sections]
  const dropped: string[] = []
  const sizeOf = (text: string) => (text === '' ? 0 : text.length + SEPARATOR.length)
  // One more than the text: what ends it is one line break, not a separator.
  let size = kept.reduce((sum, section) => sum + sizeOf(section.text), 0)
  while (size + sizeOf(note(dropped)) - 1 > limit && kept.some((section) => section.rank > 0)) {
    const rank = Math.max(...kept.map((section) => section.rank))
    const [section] = kept.splice(
      kept.findLastIndex((one) => one.rank === rank),
      1,
    )
    size -= sizeOf(section?.text ?? '')
    dropped.push(section?.title ?? '')
  }
  return `${[...kept.map((section) => section.text), note(dropped)].filter((text) => text !== '').join(SEPARATOR)}\n`
}

function note(dropped: readonly string[]): string {
  return dropped.length === 0 ? '' : `Left out for length, to be read in the report of the run: ${tally(dropped)}.`
}

/** @example tally(['evidence', 'evidence', 'history']) // 'evidence (2), history' */
function tally(titles: readonly string[]): string {
  return [...Map.groupBy(titles, (title) => title)]
    .map(([title, group]) => (group.length === 1 ? title : `${title} (${group.length})`))
    .join(', ')
}
