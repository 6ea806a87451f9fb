import type { ContractRecord, LineCounts, QueryRecord } from '../verdict/evaluation.ts'
import { formatP } from '../verdict/number-format.ts'
import { clip, inertBlock, inertCode, inertHtml, inertProse, visibleText } from './inert-text.ts'
import { formatCount, formatWindow } from './number-format.ts'

const SUMMARY_LENGTH = 160
const REASON_LENGTH = 1_000
const QUERY_LENGTH = 4_000

/** The evidence of one contract, folded: reason, window and lag, lines by cause, each query with its value. */
export function renderDetails(contract: ContractRecord): string {
  const title = clip(visibleText(`${contract.name}: ${contract.promise}`), SUMMARY_LENGTH)
  return [
    `<details><summary>${contract.verdict}: ${inertHtml(title)}</summary>`,
    `Reason: ${inertProse(clip(contract.reason, REASON_LENGTH))}`,
    facts(contract),
    ...contract.queries.map(query),
    '</details>',
  ].join('\n\n')
}

function facts(contract: ContractRecord): string {
  const { window, k, n, p_fail } = contract
  const items = [
    `Window ${formatWindow(window)}, lag ${formatCount(window.lag_seconds)} s`,
    `Function ${name(contract.function)} in ${name(contract.namespace)}, model version ${name(contract.model_version)}`,
  ]
  if (n !== null) items.push(`Requests ${formatCount(n)}, of them ${counted(contract)} ${formatCount(k)}`)
  if (p_fail !== null) items.push(evidenceOfFail(contract))
  if (contract.lines !== null) items.push(lineCounts(contract.lines))
  return items.map((item) => `- ${item}`).join('\n')
}

function name(text: string): string {
  return inertCode(clip(text, SUMMARY_LENGTH))
}

function counted(contract: ContractRecord): string {
  return 'below' in contract.limit ? 'breaking the promise' : 'of the class'
}

function evidenceOfFail({ p_fail, p_fail_adjusted, dispersion }: ContractRecord): string {
  const adjusted = p_fail_adjusted === null ? '' : `, over all contracts of the run p ${formatP(p_fail_adjusted)}`
  const bursts =
    dispersion === null
      ? 'fewer than 20 minutes with requests: independence assumed'
      : `dispersion over minutes ${dispersion.toFixed(2)}`
  return p_fail === null ? '' : `Test for FAIL: p ${formatP(p_fail)}${adjusted}; ${bursts}`
}

function lineCounts(lines: LineCounts): string {
  const { considered, ignored, unparsable, lacking_field } = lines
  return `Lines considered ${formatCount(considered)}, ignored ${formatCount(ignored)}, unparsable ${formatCount(unparsable)}, lacking the field ${formatCount(lacking_field)}`
}

function query(record: QueryRecord): string {
  const value = record.value === null ? 'no value' : String(record.value)
  const what = inertProse(clip(record.name, SUMMARY_LENGTH))
  return `Query ${what} at ${name(record.time)} gave ${value}:\n\n${inertBlock(clip(record.query, QUERY_LENGTH), 'logql')}`
}
