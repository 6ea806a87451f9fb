/** The five verdicts (docs/architecture.md). Only PASS is ever shown as passed. */
export const VERDICTS = ['PASS', 'FAIL', 'UNDECIDED', 'NO_DATA', 'INVALID'] as const
export type Verdict = (typeof VERDICTS)[number]

export const USES = ['once', 'pr', 'schedule', 'canary'] as const
export type Use = (typeof USES)[number]

/** "closed" blocks; "open" means only that it does not block. */
export type Gate = 'open' | 'closed'
