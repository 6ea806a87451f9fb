import { type Plane, type Region, resample } from './plane.ts'

/** A look that is less certain than this is repeated from farther away. */
const LEAST_CERTAINTY = 0.5
/** A foreground whose box is less than this share of the picture is looked at from nearer. */
const SMALL_BOX = 0.35
/** How much is seen around it, of the box's longer side. */
const MARGIN = 0.2
/** How much is seen beyond each border from farther away, of the picture's sides. */
const FARTHER = 0.25

export interface SecondLook {
  readonly kind: 'nearer' | 'farther'
  /** Of the picture, pixels; from farther away it reaches over the border. */
  readonly region: Region
}

/**
 * Decides whether a model should look at a picture again. It knows things best that fill a good part of what it sees: small
 * ones from nearer, ones that are cut by the border with some space around.
 *
 * @param mask the model's, from 0 to 1
 * @param width of the picture, pixels
 */
export function planSecondLook(mask: Plane, width: number, height: number): SecondLook | undefined {
  if (measureCertainty(mask) < LEAST_CERTAINTY) {
    const [left, top] = [-FARTHER * width, -FARTHER * height]
    return { kind: 'farther', region: { left, top, width: width - 2 * left, height: height - 2 * top } }
  }
  const box = findBox(mask, width, height)
  const isSmall = box !== undefined && box.width * box.height < SMALL_BOX * width * height
  return isSmall ? { kind: 'nearer', region: widen(box, width, height) } : undefined
}

/**
 * Joins the masks of two looks.
 *
 * @param second of the region of `look`
 * @returns width x height
 */
export function joinLooks(first: Plane, second: Plane, look: SecondLook, width: number, height: number): Plane {
  return look.kind === 'farther'
    ? joinFarther(first, second, width, height)
    : joinNearer(resample(first, width, height), second, look.region)
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

/** The surer one of the two. */
function joinFarther(first: Plane, second: Plane, width: number, height: number): Plane {
  const whole = 1 + 2 * FARTHER
  const [side, border] = [second.width / whole, (second.width * FARTHER) / whole]
  const inside = { left: border, top: border, width: side, height: side }
  const cut = resample(second, width, height, inside)
  return measureCertainty(cut) > measureCertainty(first) ? cut : resample(first, width, height)
}

/** The nearer look in its region; towards the sides that lie within the picture, the first look is faded in. */
function joinNearer({ values, width, height }: Plane, second: Plane, region: Region): Plane {
  const { left, top } = region
  const near = resample(second, region.width, region.height)
  const across = fadeIn(left, region.width, width)
  const down = fadeIn(top, region.height, height)
  for (let row = 0; row < region.height; row++) {
    for (let column = 0; column < region.width; column++) {
      const at = (top + row) * width + left + column
      const weight = (across[column] as number) * (down[row] as number)
      const seen = near.values[row * region.width + column] as number
      values[at] = (1 - weight) * (values[at] as number) + weight * seen
    }
  }
  return { values, width, height }
}

/** @returns weights from the start of a stretch to its end: 0 to 1 to 0, but 1 where it ends with the picture */
function fadeIn(start: number, length: number, limit: number): Float32Array {
  const fade = Math.max(1, length * (MARGIN / 4))
  return Float32Array.from({ length }, (_, at) => {
    const fromStart = start === 0 ? 1 : (at + 0.5) / fade
    const fromEnd = start + length === limit ? 1 : (length - at - 0.5) / fade
    return Math.min(1, fromStart, fromEnd)
  })
}

/** @returns the foreground's box in whole pixels of the picture, undefined where there is none */
function findBox({ values, width: side, height: rows }: Plane, width: number, height: number): Region | undefined {
  let [x1, y1, x2, y2] = [side, rows, 0, 0]
  for (let at = 0; at < values.length; at++) {
    if ((values[at] as number) <= 0.5) continue
    const [x, y] = [at % side, Math.floor(at / side)]
    ;[x1, y1, x2, y2] = [Math.min(x1, x), Math.min(y1, y), Math.max(x2, x + 1), Math.max(y2, y + 1)]
  }
  if (x2 === 0) return undefined
  const [left, top] = [Math.floor((x1 / side) * width), Math.floor((y1 / rows) * height)]
  return {
    left,
    top,
    width: Math.ceil((x2 / side) * width) - left,
    height: Math.ceil((y2 / rows) * height) - top,
  }
}

function widen(box: Region, width: number, height: number): Region {
  const margin = Math.ceil(MARGIN * Math.max(box.width, box.height))
  const [left, top] = [Math.max(0, box.left - margin), Math.max(0, box.top - margin)]
  return {
    left,
    top,
    width: Math.min(width, box.left + box.width + margin) - left,
    height: Math.min(height, box.top + box.height + margin) - top,
  }
}
