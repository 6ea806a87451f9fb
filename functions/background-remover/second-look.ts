import { type Plane, type Region, resample } from './plane.ts'

/** A look that is less certain than this is repeated. */
const LEAST_CERTAINTY = 0.5
/** How much is seen beyond each border from farther away, of the picture's sides. */
const FARTHER = 0.25

/**
 * Decides whether a model should look at a picture again, from farther away: things that the border cuts are known better with
 * some space around. In the literature: test-time augmentation by padding.
 *
 * @param mask the model's, from 0 to 1
 * @param width of the picture, pixels
 * @returns what to look at, over the border; undefined where the first look is certain
 */
export function planSecondLook(mask: Plane, width: number, height: number): Region | undefined {
  if (measureCertainty(mask) >= LEAST_CERTAINTY) return undefined
  const [left, top] = [-FARTHER * width, -FARTHER * height]
  return { left, top, width: width - 2 * left, height: height - 2 * top }
}

/**
 * Chooses the surer one of two looks.
 *
 * @param farther a look at the region of `planSecondLook`
 * @returns width x height, of the picture alone
 */
export function chooseLook(first: Plane, farther: Plane, width: number, height: number): Plane {
  const whole = 1 + 2 * FARTHER
  const inside = {
    left: (farther.width * FARTHER) / whole,
    top: (farther.height * FARTHER) / whole,
    width: farther.width / whole,
    height: farther.height / whole,
  }
  const second = resample(farther, width, height, inside)
  return measureCertainty(second) > measureCertainty(first) ? second : resample(first, width, height)
}

/**
 * Tells how sure a mask is of its foreground.
 *
 * @returns 0 where nothing is more foreground than not, 1 where all that is foreground is so wholly
 */
export function measureCertainty({ values }: Plane): number {
  let [sure, all] = [0, 0]
  for (const value of values) {
    all += value
    if (value > 0.5) sure += 2 * value - 1
  }
  return all === 0 ? 0 : sure / all
}
