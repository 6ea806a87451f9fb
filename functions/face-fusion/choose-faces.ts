import { InputError } from '#runtime/errors'
import type { DetectedFace } from './stage-answer.ts'

export interface FaceChoice {
  /** The part of the request that the faces were found in. */
  readonly part: string
  /** Whether several faces are refused. */
  readonly strict: boolean
}

/**
 * Chooses the face that is worked with where one is needed: the largest.
 *
 * @throws InputError `no-face`, or `several-faces` where that is asked for
 */
export function chooseFace(faces: readonly DetectedFace[], { part, strict }: FaceChoice): DetectedFace {
  const [largest] = faces.toSorted((a, b) => measureArea(b) - measureArea(a))
  if (largest === undefined) throw new InputError('no-face', { part })
  if (strict && faces.length > 1) throw new InputError('several-faces', { part, faces: faces.length })
  return largest
}

function measureArea({ box: [x1, y1, x2, y2] }: DetectedFace): number {
  return (x2 - x1) * (y2 - y1)
}
