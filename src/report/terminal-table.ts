import Table from 'cli-table3'
import type { ContractRecord, EvaluationRecord } from '../verdict/evaluation.ts'
import type { Verdict } from '../verdict/verdict.ts'
import { clip, visibleText } from './inert-text.ts'
import { formatCount, formatInterval, formatLimit, formatMeasured } from './number-format.ts'
import { headline, whatToDo, worstFirst } from './summary.ts'

interface TerminalOptions {
  /** false under NO_COLOR or away from a terminal */
  readonly color: boolean
  /** columns of the terminal */
  readonly width: number
}

const COLOR: Record<Verdict, number> = { PASS: 32, FAIL: 31, INVALID: 31, NO_DATA: 33, UNDECIDED: 33 }
const LEAST_WIDTH = 80
const MOST_WIDTH = 160
const REASON_LENGTH = 600
const BORDERS = 6
const PADDING = 2
/** Columns beside the contract's, which has the rest. */
const WIDE = { verdict: 11, measured: 32, limit: 15, requests: 19 }
const NARROW = { verdict: 11, measured: 18, limit: 12, requests: 12 }
const WIDE_FROM = 115

/** The verdicts as a table for a terminal, failures first, each with its reason below; then the headline. */
export function renderTable(evaluation: EvaluationRecord, options: TerminalOptions): string {
  const closing = [visibleText(headline(evaluation)), whatToDo(evaluation)].join('\n')
  if (evaluation.contracts.length === 0) return `${closing}\n`
  const widths = columns(options.width)
  const table = new Table({
    head: ['Verdict', 'Contract', 'Measured [95 % interval]', 'Limit', 'Requests (needed)'],
    colWidths: [...widths],
    wordWrap: true,
    style: { head: [], border: [] },
  })
  for (const contract of worstFirst(evaluation.contracts)) {
    table.push(cells(contract, options.color, widths[1] - PADDING), [
      { colSpan: 5, content: clip(visibleText(contract.reason), REASON_LENGTH) },
    ])
  }
  return `${table.toString()}\n${closing}\n`
}

function columns(terminalWidth: number): readonly [number, number, number, number, number] {
  const width = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, terminalWidth))
  const { verdict, measured, limit, requests } = width < WIDE_FROM ? NARROW : WIDE
  return [verdict, width - BORDERS - verdict - measured - limit - requests, measured, limit, requests]
}

/** The end of a path says more than its beginning. */
function clipStart(text: string, length: number): string {
  return text.length <= length ? text : `…${text.slice(1 - length)}`
}

function cells(contract: ContractRecord, color: boolean, nameWidth: number): string[] {
  const { unit, limit, n, needed, verdict } = contract
  return [
    color ? `\u001b[${COLOR[verdict]}m${verdict}\u001b[39m` : verdict,
    `${visibleText(contract.name)}\n${clipStart(`${visibleText(contract.uri)}:${contract.line}`, nameWidth)}`,
    `${formatMeasured(contract)} ${formatInterval(contract.interval, unit)}`.trim(),
    formatLimit(limit, unit),
    needed === null ? formatCount(n) : `${formatCount(n)} (${formatCount(needed)})`,
  ]
}
