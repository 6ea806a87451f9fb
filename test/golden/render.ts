import { renderMarkdown } from '../../src/report/markdown.ts'
import { renderTable } from '../../src/report/terminal-table.ts'
import { CASES, SOURCE } from './cases.ts'

/** Every golden file with its content as the code renders it now. */
export function renderGolden(): Record<string, string> {
  const files: Record<string, string> = {}
  for (const [name, evaluation] of Object.entries(CASES)) {
    files[`${name}.report.md`] = renderMarkdown(evaluation, { size: 'report' })
    files[`${name}.comment.md`] = renderMarkdown(evaluation, { size: 'comment', source: SOURCE })
    files[`${name}.terminal.txt`] = renderTable(evaluation, { color: false, width: 120 })
  }
  return files
}
