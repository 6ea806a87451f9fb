import { CHANNELS, type LabFields } from './lab-fields.ts'
import type { Oklab } from './oklab.ts'

/** Where the middle of the colours of some skin lies, and how far they spread around it. */
export interface SkinTone {
  readonly middle: Oklab
  readonly spread: Oklab
}

/** A normal distribution's standard deviation is this many times its median deviation. */
const TO_DEVIATION = 1.4826
/** What skin has under even light at least: a plain area is no reason to take every shade for something else. */
const LEAST_SPREAD: Oklab = [0.05, 0.012, 0.012]

/**
 * Measures the colour of skin by medians, so that glasses, hair and shine weigh little.
 *
 * @param cells of the fields that show skin
 * @returns of no cells, black that spreads as little as it may
 */
export function measureSkinTone(colours: LabFields, cells: readonly number[]): SkinTone {
  const middle: Oklab = [0, 0, 0]
  const spread: Oklab = [0, 0, 0]
  for (const channel of CHANNELS) {
    const values = cells.map((at) => colours[channel].values[at] as number)
    middle[channel] = findMedian(values)
    const deviation = findMedian(values.map((value) => Math.abs(value - middle[channel])))
    spread[channel] = Math.max(LEAST_SPREAD[channel], deviation * TO_DEVIATION)
  }
  return { middle, spread }
}

/** @returns how many spreads the colour of a cell is away from the middle, as if the channels did not depend on each other */
export function standardiseDistance(colours: LabFields, at: number, { middle, spread }: SkinTone): number {
  let squares = 0
  for (const channel of CHANNELS) {
    squares += (((colours[channel].values[at] as number) - middle[channel]) / spread[channel]) ** 2
  }
  return Math.sqrt(squares)
}

function findMedian(values: readonly number[]): number {
  return Float64Array.from(values).sort()[values.length >> 1] ?? 0
}
