import type { ContractRecord, EvaluationRecord } from '../verdict/evaluation.ts'
import { VERDICTS, type Verdict } from '../verdict/verdict.ts'
import { formatCount, formatInterval, formatLimit, formatMeasured, formatValue, formatWindow } from './number-format.ts'

/** What is read first. */
const WORST_FIRST: readonly Verdict[] = ['FAIL', 'INVALID', 'NO_DATA', 'UNDECIDED', 'PASS']

const WORDS: Record<Verdict, string> = {
  FAIL: 'failed',
  INVALID: 'invalid',
  NO_DATA: 'without data',
  UNDECIDED: 'undecided',
  PASS: 'passed',
}

/** Contracts with failures first: by verdict, then what blocks, then a FAIL's p-value, then place in the files. */
export function worstFirst(contracts: readonly ContractRecord[]): ContractRecord[] {
  return [...contracts].sort(
    (a, b) =>
      WORST_FIRST.indexOf(a.verdict) - WORST_FIRST.indexOf(b.verdict) ||
      Number(b.gate === 'closed') - Number(a.gate === 'closed') ||
      (a.verdict === 'FAIL' ? (a.p_fail ?? 1) - (b.p_fail ?? 1) : 0) ||
      (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.line - b.line),
  )
}

/** The worst verdict of a run; a run without contracts has no data, and is never a pass. */
export function worstVerdict(evaluation: EvaluationRecord): Verdict {
  return worstFirst(evaluation.contracts)[0]?.verdict ?? 'NO_DATA'
}

/** @example countVerdicts(contracts) // '2 failed, 1 undecided, 38 passed' */
export function countVerdicts(contracts: readonly ContractRecord[]): string {
  return WORST_FIRST.map(
    (verdict) => [contracts.filter((one) => one.verdict === verdict).length, WORDS[verdict]] as const,
  )
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${formatCount(count)} ${word}`)
    .join(', ')
}

/**
 * One plain sentence on the whole run, led by its verdict: counts, then the worst finding with its numbers.
 * It may hold names taken from logs: text, never Markdown.
 */
export function headline(evaluation: EvaluationRecord): string {
  const [worst] = worstFirst(evaluation.contracts)
  const window = `Window ${formatWindow(evaluation.window)}.`
  if (worst === undefined) return `NO_DATA: no contract was judged. ${window}`
  const counts = countInWords(evaluation.contracts, worst.verdict)
  if (worst.verdict === 'PASS') return `PASS: ${counts}. ${window}`
  return `${worst.verdict}: ${counts}. ${subject(worst)}: ${measurement(worst)}. ${window}`
}

/** @example countInWords(contracts, 'PASS') // 'all 3 contracts passed' */
function countInWords(contracts: readonly ContractRecord[], worst: Verdict): string {
  const total = formatCount(contracts.length)
  if (contracts.some((one) => one.verdict !== worst)) return `of ${total} contracts, ${countVerdicts(contracts)}`
  const one = contracts.length === 1
  const verb = worst === 'PASS' || worst === 'FAIL' ? '' : one ? 'is ' : 'are '
  return `${one ? 'the one contract' : `all ${total} contracts`} ${verb}${WORDS[worst]}`
}

function subject(contract: ContractRecord): string {
  return `${contract.function} ${contract.model_version}, "${contract.promise}"`
}

/** The numbers of a finding in words: measured, its interval, the limit, and the share that breaks the promise. */
function measurement(contract: ContractRecord): string {
  const { estimate, interval, unit, limit, n, k } = contract
  const asked = `limit ${formatLimit(limit, unit)}`
  if (n === null || n === 0) return `no request was measured, ${asked}`
  const parts = estimate === null ? [] : [`measured ${formatMeasured(contract)}`]
  if (interval !== null)
    parts.push(`95 % interval ${formatInterval(interval, unit).slice(1, -1).replace(', ', ' to ')}`)
  parts.push(asked)
  if (k !== null) parts.push(`${share(k, n)} ${'below' in limit ? 'broke it' : 'were of this class'}`)
  return parts.join(', ')
}

function share(k: number, n: number): string {
  return `${formatCount(k)} of ${formatCount(n)} requests (${formatValue(k / n, 'ratio')})`
}

const ADVICE: Record<Verdict, string> = {
  FAIL: 'compare with what was deployed before the window; roll back, or change the promise in review if it is no longer meant.',
  INVALID:
    'the evidence is broken, which says nothing about the service: repair what the reason names, then check again.',
  NO_DATA:
    'no request was found: see that the function, its version and the log shipper run as the contract names them.',
  UNDECIDED: 'nothing is proven yet: more requests are needed, as many as the table says.',
  PASS: 'nothing to do.',
}

/** Whether the run blocks, and the next step. */
export function whatToDo(evaluation: EvaluationRecord): string {
  const closed = evaluation.contracts.filter((contract) => contract.gate === 'closed')
  const [reason] = worstFirst(evaluation.gate === 'closed' && closed.length > 0 ? closed : evaluation.contracts)
  const advice = ADVICE[reason?.verdict ?? 'NO_DATA']
  return `${evaluation.gate === 'closed' ? 'Blocked' : 'Not blocked'}: ${advice}`
}

/** The policy as it was applied, in the order of the verdicts. */
export function policyLines(evaluation: EvaluationRecord): string {
  return VERDICTS.map((verdict) => `${verdict} ${evaluation.policy[verdict]}`).join(', ')
}
