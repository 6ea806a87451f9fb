import type { Gate, Use, Verdict } from './verdict.ts'

/** The uses that are built; asking for another is exit code 2. */
export const BUILT_USES = ['once', 'pr'] as const satisfies readonly Use[]
export type BuiltUse = (typeof BUILT_USES)[number]

/** What a verdict does to the gate. Only FAIL and INVALID close it everywhere; PASS alone is shown as passed. */
export const POLICY: Readonly<Record<BuiltUse, Readonly<Record<Verdict, Gate>>>> = {
  once: { PASS: 'open', FAIL: 'closed', UNDECIDED: 'open', NO_DATA: 'closed', INVALID: 'closed' },
  pr: { PASS: 'open', FAIL: 'closed', UNDECIDED: 'open', NO_DATA: 'open', INVALID: 'closed' },
}

/** One closed contract closes the gate. */
export function gateOf(contracts: readonly { readonly gate: Gate }[]): Gate {
  return contracts.some((contract) => contract.gate === 'closed') ? 'closed' : 'open'
}
