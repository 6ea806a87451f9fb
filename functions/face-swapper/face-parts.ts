import { InputError } from '#runtime/errors'
import type { Part } from '#runtime/multipart'
import type { Box } from '#runtime/nms'
import type { Point } from '#runtime/similarity'

/** What the swapper reads of an entry of the detector's answer, in pixels of the upright picture. */
export interface GivenFace {
  readonly box: Box
  /** The eyes, the tip of the nose, the corners of the mouth; of two, the one at the picture's left comes first. */
  readonly landmarks: readonly Point[]
}

interface Size {
  readonly width: number
  readonly height: number
}

/** Rounding may lay a box this far over the border, pixels. */
const TOLERANCE = 1

/**
 * Reads faces as the detector writes them: one, or a list. Members that are not needed may be there.
 *
 * @throws InputError `face-invalid` when it is no such face, `no-face` when the list is empty
 */
export function readFaces(part: Part): readonly GivenFace[] {
  const value = parse(part)
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (entries.length === 0) throw new InputError('no-face', { part: part.name })
  return entries.map((entry) => readEntry(entry, part))
}

/**
 * Checks that faces are those of a picture.
 *
 * @throws InputError `face-invalid` when a box has no area or goes over the border
 */
export function checkFaces(faces: readonly GivenFace[], { name }: Part, { width, height }: Size): void {
  for (const { box } of faces) {
    const [x1, y1, x2, y2] = box
    const isWithin = x1 >= -TOLERANCE && y1 >= -TOLERANCE && x2 <= width + TOLERANCE && y2 <= height + TOLERANCE
    if (!isWithin || x1 >= x2 || y1 >= y2) throw refuse(name, 'box', `a box inside ${width} x ${height} pixels`, box)
  }
}

/** @returns the face whose box has the largest area; of equal ones, the first */
export function findLargest(faces: readonly GivenFace[]): GivenFace {
  const area = ({ box: [x1, y1, x2, y2] }: GivenFace) => (x2 - x1) * (y2 - y1)
  return faces.reduce((best, face) => (area(face) > area(best) ? face : best))
}

function readEntry(entry: unknown, { name }: Part): GivenFace {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    throw refuse(name, name, "entries of the detector's faces", entry)
  }
  const { box, landmarks } = entry as { box?: unknown; landmarks?: unknown }
  const points: readonly unknown[] = Array.isArray(landmarks) ? landmarks : []
  if (!isNumbers(box, 4)) throw refuse(name, 'box', 'four finite numbers', box)
  if (points.length !== 5 || !points.every((point) => isNumbers(point, 2))) {
    throw refuse(name, 'landmarks', 'five points of two finite numbers', landmarks)
  }
  return { box: box as unknown as Box, landmarks: points as unknown as readonly Point[] }
}

function parse({ name, bytes }: Part): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    const received = JSON.stringify(bytes.toString('utf8', 0, 40))
    throw new InputError('face-invalid', { part: name, expected: 'JSON', name, received }, { cause })
  }
}

function refuse(part: string, name: string, expected: string, value: unknown): InputError {
  const received = JSON.stringify(value)?.slice(0, 40) ?? 'nothing'
  return new InputError('face-invalid', { part, expected, name, received })
}

function isNumbers(value: unknown, length: number): value is number[] {
  return Array.isArray(value) && value.length === length && value.every((entry) => Number.isFinite(entry))
}
