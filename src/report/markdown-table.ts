import type { ContractRecord } from '../verdict/evaluation.ts'
import { clip, inertCode, visibleText } from './inert-text.ts'
import { formatCount, formatInterval, formatLimit, formatMeasured } from './number-format.ts'
import { contractUrl, type Source } from './source-link.ts'
import { countVerdicts } from './summary.ts'

const NAME_LENGTH = 120
const PATH_LENGTH = 200

const HEAD = ['| Contract | Verdict | Measured [95 % interval] | Limit | Requests (needed) |', '|---|---|---|---|---:|']

/**
 * The verdicts as a Markdown table of at most `rows` contracts, and one row that counts the rest.
 * @param contracts in the order in which they are shown
 */
export function renderVerdictRows(contracts: readonly ContractRecord[], rows: number, source: Source | null): string {
  const rest = contracts.slice(rows)
  const lines = contracts.slice(0, rows).map((contract) => row(contract, source))
  if (rest.length > 0) lines.push(`| and ${countVerdicts(rest)} | | | | |`)
  return [...HEAD, ...lines].join('\n')
}

function row(contract: ContractRecord, source: Source | null): string {
  const { estimate, interval, unit, limit, n, needed } = contract
  const measured = estimate === null ? '–' : `${formatMeasured(contract)} ${formatInterval(interval, unit)}`.trim()
  const requests = needed === null ? formatCount(n) : `${formatCount(n)} (${formatCount(needed)})`
  const cells = [contractCell(contract, source), verdictWord(contract), measured, formatLimit(limit, unit), requests]
  return `| ${cells.join(' | ')} |`
}

function contractCell(contract: ContractRecord, source: Source | null): string {
  const name = inertCode(clip(visibleText(contract.name), NAME_LENGTH)) || '(no name)'
  const place = inertCode(clip(`${visibleText(contract.uri)}:${contract.line}`, PATH_LENGTH))
  const url = source === null ? null : contractUrl(source, contract)
  return url === null ? `${name}<br>${place}` : `[${name}](${url})<br>${place}`
}

/** Only PASS is set plain: what blocks is said beside the verdict. */
function verdictWord(contract: ContractRecord): string {
  return contract.gate === 'closed' ? `**${contract.verdict}**, closed` : contract.verdict
}
