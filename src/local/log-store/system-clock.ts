/** Nanoseconds since the epoch, in steps of a millisecond. */
export function systemClock(): bigint {
  return BigInt(Date.now()) * 1_000_000n
}
