import type { Contract } from '../contract/contract.ts'
import { allowedShare, type Objective, POPULATION_OF } from '../contract/objective.ts'
import type { Facts } from './facts.ts'
import {
  formatCount,
  formatMinutes,
  formatMsLimit,
  formatP,
  formatRange,
  formatShare,
  formatShareLimit,
} from './number-format.ts'

/** "26 of 1 000 requests (2.6 %) took 150 ms or more" */
function observed(objective: Objective, { n, k }: Facts): string {
  const what = isOfPredictions(objective) ? 'predictions' : 'requests'
  return `${formatCount(k)} of ${formatCount(n)} ${what} (${formatShare(k / n)}) ${didWhat(objective)}`
}

function didWhat(objective: Objective): string {
  if (objective.kind === 'latency') return `took ${formatMsLimit(objective.belowMs)} or more`
  if (objective.kind === 'status') return `were answered ${objective.status}`
  if (objective.kind === 'field') return `have ${objective.field} ${formatRange(objective.range)}`
  return `are "${objective.className}"`
}

function isOfPredictions({ kind }: Objective): boolean {
  return POPULATION_OF[kind] === 'predictions'
}

function promised(objective: Objective): string {
  if (objective.kind === 'class')
    return `${formatShareLimit(objective.from)} to ${formatShareLimit(objective.to)} are promised`
  if (objective.kind === 'field') return `at least ${formatShareLimit(objective.share)} are promised`
  if (objective.kind === 'status') return `less than ${formatShareLimit(objective.below)} is promised`
  return `at most ${formatShareLimit(allowedShare(objective.percentile))} may`
}

export function passed({ objective }: Contract, facts: Facts): string {
  const head =
    objective.kind === 'latency' ? `p${objective.percentile} is below ${formatMsLimit(objective.belowMs)}: ` : ''
  return `${head}${observed(objective, facts)} and ${promised(objective)}: proven at 95 %`
}

export function failed({ objective }: Contract, facts: Facts, pAdjusted: number): string {
  const head =
    objective.kind === 'latency' ? `p${objective.percentile} is not below ${formatMsLimit(objective.belowMs)}: ` : ''
  return `${head}${observed(objective, facts)} and ${promised(objective)} (p ${formatP(pAdjusted)})`
}

/** Why there is no proof yet, what it takes and when it will be there. */
export function undecided(
  { objective, window }: Contract,
  facts: Facts,
  needed: number | null,
  minutes: number | null,
): string {
  const head = `${observed(objective, facts)} and ${promised(objective)}: no proof either way; `
  if (needed === null) return `${head}the share is too near the limit for any sample to decide`
  const wait = minutes === null ? `never at this traffic in ${window.text}` : `${formatMinutes(minutes)} more`
  return `${head}needs ${formatCount(needed)} requests, has ${formatCount(facts.n)}: ${wait}`
}

export function noData(contract: Contract, { seen, lines }: Facts): string {
  const { functionName, namespace, modelVersion, window, objective } = contract
  const names = seen && seen.names.length > 0 ? seen.names.map((name) => `"${name}"`).join(', ') : 'none'
  if (seen?.kind === 'versions') {
    const what = isOfPredictions(objective) ? 'successful prediction' : 'request'
    const ignored = lines.ignored > 0 ? ` (${formatCount(lines.ignored)} ignored)` : ''
    const asked = `no ${what} of model version "${modelVersion}" among ${formatCount(lines.considered)} lines${ignored} of "${functionName}"`
    return `${asked} in the last ${window.text}; versions that log: ${names}`
  }
  return `no line of function "${functionName}" in namespace "${namespace}" in the last ${window.text}; functions that log: ${names}`
}

export function unparsable({ unparsable: broken, considered }: Facts['lines'], base: number): string {
  const head = `${formatCount(broken)} of ${formatCount(base)} lines (${formatShare(broken / base)}) cannot be parsed and at most 1 % may`
  const all = '; all lines are such: is prefix_logs "false" in the function\'s environment?'
  return broken === considered ? head + all : head
}

export function lacking({ objective }: Contract, lacks: number, base: number): string {
  const fields = {
    latency: 'the version or a numeric latency',
    status: 'the version or a status',
    class: 'the version or the class',
    field: `the version or a numeric ${objective.kind === 'field' ? objective.field : ''}`,
  }
  return `${formatCount(lacks)} of ${formatCount(base)} requests (${formatShare(lacks / base)}) lack ${fields[objective.kind]} and at most 1 % may`
}
