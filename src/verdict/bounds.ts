import { allowedShare, type Objective } from '../contract/objective.ts'
import { lowerTail, upperTail } from '../stats/binomial.ts'

/** One end of a promise about a share: "at most 1 %" or "at least 5 %". Both ends are kept when they are met. */
interface Bound {
  readonly side: 'at most' | 'at least'
  readonly share: number
}

/** The promise as bounds on the share k/n; an end that no share can miss is none. */
export function boundsOf(objective: Objective): Bound[] {
  if (objective.kind === 'latency') return [{ side: 'at most', share: allowedShare(objective.percentile) }]
  if (objective.kind === 'status') return [{ side: 'at most', share: objective.below }]
  if (objective.kind === 'field') return [{ side: 'at least', share: objective.share }]
  const ends: Bound[] = [
    { side: 'at least', share: objective.from },
    { side: 'at most', share: objective.to },
  ]
  return ends.filter((bound) => bound.share > 0 && bound.share < 1)
}

/** Exact one-sided p-value of "the bound is broken": small when k of n cannot be chance under a share that keeps it. */
function pBroken({ side, share }: Bound, k: number, n: number): number {
  return side === 'at most' ? upperTail(k, n, share) : lowerTail(k, n, share)
}

/** Exact one-sided p-value of "the bound is kept". */
function pKept({ side, share }: Bound, k: number, n: number): number {
  return side === 'at most' ? lowerTail(k, n, share) : upperTail(k, n, share)
}

/** FAIL needs one broken bound: the smallest p. PASS needs all of them kept: the largest. */
export function pValues(bounds: readonly Bound[], k: number, n: number): { fail: number; pass: number } {
  return {
    fail: Math.min(1, ...bounds.map((bound) => pBroken(bound, k, n))),
    pass: Math.max(0, ...bounds.map((bound) => pKept(bound, k, n))),
  }
}
