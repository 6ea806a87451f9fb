/** Chance of a FAIL while the promise holds, and of a PASS while it does not (both one-sided). */
export const ALPHA = 0.05
export const BETA = 0.05

/** Confidence of the two-sided intervals that are shown as evidence. */
export const INTERVAL_LEVEL = 0.95

/** Largest share of broken lines (ratio) on which a verdict may still rest. */
export const MAX_BROKEN_SHARE = 0.01

/** Default time that late lines get to arrive: a window ends this long before now, in seconds. */
export const DEFAULT_LAG_SECONDS = 60
