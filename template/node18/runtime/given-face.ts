import { InputError } from './errors.ts'
import { describeKind, parseJson } from './json-part.ts'
import type { Part } from './multipart.ts'
import type { Box } from './nms.ts'
import type { Size } from './picture.ts'
import type { Point } from './similarity.ts'

/** What functions read of an entry of the detector's answer, in pixels of the upright picture. */
export interface GivenFace {
  readonly box: Box
  /** The eyes, the tip of the nose, the corners of the mouth; of two, the one at the picture's left comes first. */
  readonly landmarks: readonly Point[]
}

/** Rounding may lay a box this far over the border, pixels. */
const TOLERANCE = 1
/** A call gives no more faces than this: each takes about 0.2 s of CPU to swap. */
const MAX_FACES = 100
/** Points may lie this far outside of their box, in longer sides of it: the border of a picture cuts boxes, not points. */
const REACH = 2

/**
 * Reads one face as the detector writes it. Members that are not needed may be there.
 *
 * @throws InputError `face-invalid` when it is no such face
 */
export function readFace(part: Part): GivenFace {
  return readEntry(parseJson(part, 'face-invalid'), part, "one entry of the detector's faces")
}

/**
 * Reads faces as the detector writes them: one, or a list.
 *
 * @throws InputError `face-invalid` when one is no such face or there are more than 100, `no-face` when the list is empty
 */
export function readFaces(part: Part): readonly GivenFace[] {
  const value = parseJson(part, 'face-invalid')
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (entries.length === 0) throw new InputError('no-face', { part: part.name })
  if (entries.length > MAX_FACES) throw refuseFace(part, part.name, `${MAX_FACES} faces at most`, describeKind(value))
  return entries.map((entry) => readEntry(entry, part, "entries of the detector's faces"))
}

/**
 * Checks that a face is one of a picture.
 *
 * @throws InputError `face-invalid` when its box goes over the border
 */
export function checkFace({ box: [x1, y1, x2, y2] }: GivenFace, part: Part, { width, height }: Size): void {
  const isWithin = x1 >= -TOLERANCE && y1 >= -TOLERANCE && x2 <= width + TOLERANCE && y2 <= height + TOLERANCE
  if (isWithin) return
  throw refuseFace(part, 'box', `a box inside ${width} x ${height} pixels`, 'one that goes over the border')
}

/** @param received says what kind of value came: the answer and the log show nothing of a caller's body */
export function refuseFace({ name: part }: Part, name: string, expected: string, received: string): InputError {
  return new InputError('face-invalid', { part, name, expected, received })
}

function readEntry(entry: unknown, part: Part, expected: string): GivenFace {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    throw refuseFace(part, part.name, expected, describeKind(entry))
  }
  const { box, landmarks } = entry as { box?: unknown; landmarks?: unknown }
  if (!isBox(box)) throw refuseFace(part, 'box', 'four finite numbers', describeKind(box))
  if (box[0] >= box[2] || box[1] >= box[3])
    throw refuseFace(part, 'box', 'left, top, right, bottom', 'one without area')
  if (!isFivePoints(landmarks)) {
    throw refuseFace(part, 'landmarks', 'five points of two finite numbers', describeKind(landmarks))
  }
  if (!landmarks.every((point) => isNear(point, box))) {
    throw refuseFace(part, 'landmarks', `points within ${REACH} sides of the box`, 'one farther away')
  }
  return { box, landmarks }
}

function isNear([x, y]: Point, [x1, y1, x2, y2]: Box): boolean {
  const reach = REACH * Math.max(x2 - x1, y2 - y1)
  return x >= x1 - reach && x <= x2 + reach && y >= y1 - reach && y <= y2 + reach
}

function isBox(value: unknown): value is Box {
  return isNumbers(value, 4)
}

function isFivePoints(value: unknown): value is readonly Point[] {
  return Array.isArray(value) && value.length === 5 && value.every((point) => isNumbers(point, 2))
}

function isNumbers(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every((entry) => Number.isFinite(entry))
}
