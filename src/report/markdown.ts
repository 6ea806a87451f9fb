import type { EvaluationRecord } from '../verdict/evaluation.ts'
import { clip, inertProse } from './inert-text.ts'
import { renderDetails } from './markdown-details.ts'
import { renderVerdictRows } from './markdown-table.ts'
import { formatWindow } from './number-format.ts'
import type { Source } from './source-link.ts'
import { headline, policyLines, whatToDo, worstFirst } from './summary.ts'

const HEADLINE_LENGTH = 1_000
const COMMENT_ROWS = 10
const EVIDENCE_RANK = 10

interface MarkdownOptions {
  /** links each contract to its line */
  readonly source?: Source | null
  /** `report`: every contract with its evidence; `comment`: 10 rows, evidence of what did not pass */
  readonly size: 'report' | 'comment'
}

/** A part of a report. Where there is no room for all, the highest rank is left out first, rank 0 never. */
export interface Section {
  readonly title: string
  readonly rank: number
  readonly text: string
}

/**
 * The report as Markdown: headline, what to do, table with failures first, evidence, policy.
 * All text of logs and features in it is inert.
 */
export function renderMarkdown(evaluation: EvaluationRecord, options: MarkdownOptions): string {
  return `${renderSections(evaluation, options)
    .map((section) => section.text)
    .join('\n\n')}\n`
}

/** The same in parts, for a place with a limit of its own. */
export function renderSections(evaluation: EvaluationRecord, options: MarkdownOptions): Section[] {
  const contracts = worstFirst(evaluation.contracts)
  const rows = options.size === 'comment' ? COMMENT_ROWS : contracts.length
  const detailed = options.size === 'comment' ? contracts.filter((one) => one.verdict !== 'PASS') : contracts
  const table = contracts.length === 0 ? [] : [renderVerdictRows(contracts, rows, options.source ?? null)]
  return [
    { title: 'headline', rank: 0, text: `**${inertProse(clip(headline(evaluation), HEADLINE_LENGTH))}**` },
    { title: 'what to do', rank: 0, text: whatToDo(evaluation) },
    ...table.map((text) => ({ title: 'table', rank: 1, text })),
    ...detailed.map((contract, index) => ({
      title: 'evidence',
      rank: EVIDENCE_RANK + index,
      text: renderDetails(contract),
    })),
    { title: 'policy', rank: 2, text: policy(evaluation) },
  ]
}

function policy(evaluation: EvaluationRecord): string {
  return [
    '---',
    `Use ${evaluation.use}, window ${formatWindow(evaluation.window)}, lag ${evaluation.window.lag_seconds} s, gate ${evaluation.gate}.`,
    `Policy as applied: ${policyLines(evaluation)}. Open means that it does not block; only PASS is passed.`,
  ].join('\n\n')
}
