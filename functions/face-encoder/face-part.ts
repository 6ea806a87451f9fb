import { InputError } from '#runtime/errors'
import type { Box } from '#runtime/nms'
import type { Point } from '#runtime/similarity'

/** What the encoder reads of an entry of the detector's answer, in pixels of the upright picture. */
export interface GivenFace {
  readonly box: Box
  /** The eyes, the tip of the nose, the corners of the mouth; of two, the one at the picture's left comes first. */
  readonly landmarks: readonly Point[]
}

/** Rounding may lay a box this far over the border, pixels. */
const TOLERANCE = 1

/**
 * Reads one face as the detector writes it. Members that are not needed may be there.
 *
 * @throws InputError `face-invalid` when it is no such face
 */
export function readFace(bytes: Buffer): GivenFace {
  const { box, landmarks } = parseObject(bytes)
  const points: readonly unknown[] = Array.isArray(landmarks) ? landmarks : []
  if (!isNumbers(box, 4)) throw refuse('box', 'four finite numbers', box)
  if (points.length !== 5 || !points.every((point) => isNumbers(point, 2))) {
    throw refuse('landmarks', 'five points of two finite numbers', landmarks)
  }
  return { box: box as unknown as Box, landmarks: points as unknown as readonly Point[] }
}

/**
 * Checks that a face is one of a picture.
 *
 * @throws InputError `face-invalid` when its box has no area or goes over the border
 */
export function checkFace({ box }: GivenFace, width: number, height: number): void {
  const [x1, y1, x2, y2] = box
  const isWithin = x1 >= -TOLERANCE && y1 >= -TOLERANCE && x2 <= width + TOLERANCE && y2 <= height + TOLERANCE
  if (!isWithin || x1 >= x2 || y1 >= y2) throw refuse('box', `a box inside ${width} x ${height} pixels`, box)
}

export function refuse(name: string, expected: string, value: unknown): InputError {
  const received = JSON.stringify(value)?.slice(0, 40) ?? 'nothing'
  return new InputError('face-invalid', { part: 'face', expected, name, received })
}

function parseObject(bytes: Buffer): { box?: unknown; landmarks?: unknown } {
  const value = parse(bytes)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse('face', "one entry of the detector's faces", value)
  }
  return value
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    const facts = {
      part: 'face',
      expected: 'JSON',
      name: 'face',
      received: JSON.stringify(bytes.toString('utf8', 0, 40)),
    }
    throw new InputError('face-invalid', facts, { cause })
  }
}

function isNumbers(value: unknown, length: number): value is number[] {
  return Array.isArray(value) && value.length === length && value.every((entry) => Number.isFinite(entry))
}
