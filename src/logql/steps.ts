/** The times at which a query is evaluated. */
export interface Steps {
  readonly startNs: bigint
  readonly lastNs: bigint
  readonly stepNs: bigint
  readonly count: number
}

/** One point in time. */
export function oneStep(timeNs: bigint): Steps {
  return { startNs: timeNs, lastNs: timeNs, stepNs: 1n, count: 1 }
}

/** start, start + step, ... up to the end, which is included if it is hit. */
export function stepsBetween(startNs: bigint, endNs: bigint, stepNs: bigint): Steps {
  const count = endNs < startNs ? 0 : Number((endNs - startNs) / stepNs) + 1
  return { startNs, lastNs: startNs + BigInt(Math.max(count - 1, 0)) * stepNs, stepNs, count }
}
