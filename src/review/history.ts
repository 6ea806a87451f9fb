import { z } from 'zod'
import { clip } from '../report/inert-text.ts'
import { headline, worstVerdict } from '../report/summary.ts'
import type { EvaluationRecord } from '../verdict/evaluation.ts'
import { VERDICTS } from '../verdict/verdict.ts'

const MAX_ENTRIES = 10
/** in characters, of which one may take two places of a string */
const HEADLINE_LENGTH = 300

const entrySchema = z.object({
  verdict: z.enum(VERDICTS),
  gate: z.enum(['open', 'closed']),
  headline: z.string().max(2 * HEADLINE_LENGTH),
  /** ends of the first and the last window with this state */
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  /** ids of the contracts that closed the gate; kept for the last finding only */
  closing: z.array(z.string().max(12)).max(1_000),
})

/** What a comment said, oldest first; windows of the same state in a row are one entry. */
export const historySchema = z.array(entrySchema).max(MAX_ENTRIES)
export type HistoryEntry = z.infer<typeof entrySchema>

/** The history with this run at its end: the same state goes on, another one begins. */
export function extendHistory(history: readonly HistoryEntry[], evaluation: EvaluationRecord): HistoryEntry[] {
  const entry = entryOf(evaluation)
  const last = history.at(-1)
  if (last?.verdict === entry.verdict && last.gate === entry.gate) {
    const closing = [...new Set([...last.closing, ...entry.closing])].slice(0, 1_000)
    return [...history.slice(0, -1), { ...entry, from: last.from, closing }]
  }
  const earlier = entry.gate === 'closed' ? history.map((one) => ({ ...one, closing: [] })) : history
  return [...earlier, entry].slice(-MAX_ENTRIES)
}

function entryOf(evaluation: EvaluationRecord): HistoryEntry {
  const closing = evaluation.contracts.filter((contract) => contract.gate === 'closed').map((contract) => contract.id)
  const end = new Date(evaluation.window.end).toISOString()
  const text = clip(headline(evaluation), HEADLINE_LENGTH)
  return { verdict: worstVerdict(evaluation), gate: evaluation.gate, headline: text, from: end, to: end, closing }
}

/** The last finding before the present state, when the gate is open again. */
export function earlierFinding(history: readonly HistoryEntry[]): HistoryEntry | null {
  if (history.at(-1)?.gate === 'closed') return null
  return history.findLast((entry) => entry.gate === 'closed') ?? null
}

/** Whether a finding is over: the gate is open and each contract that closed it passes now. */
export function isOver(finding: HistoryEntry, evaluation: EvaluationRecord): boolean {
  const passing = new Set(evaluation.contracts.filter((one) => one.verdict === 'PASS').map((one) => one.id))
  return evaluation.gate === 'open' && finding.closing.every((id) => passing.has(id)) && passing.size > 0
}
