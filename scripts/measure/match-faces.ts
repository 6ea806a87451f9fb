import { measureOverlap } from '#runtime/nms'
import type { FaceMark } from './face-marks.ts'
import type { Face } from './local-function.ts'

export interface Match {
  readonly mark: FaceMark
  /** Undefined where nothing was found near the mark. */
  readonly face: Face | undefined
  /** Intersection over union of both boxes. */
  readonly overlap: number
}

const LEAST_OVERLAP = 0.2

/**
 * Finds the face of each mark: the one whose box overlaps the mark's most.
 *
 * @returns a match for every mark, and the faces that belong to none
 */
export function matchFaces(marks: readonly FaceMark[], faces: readonly Face[]): { matches: Match[]; extra: Face[] } {
  const left = new Set(faces)
  const matches = marks.map((mark): Match => {
    const [best] = [...left].toSorted((a, b) => measureOverlap(b.box, mark.box) - measureOverlap(a.box, mark.box))
    const overlap = best === undefined ? 0 : measureOverlap(best.box, mark.box)
    if (best === undefined || overlap < LEAST_OVERLAP) return { mark, face: undefined, overlap: 0 }
    left.delete(best)
    return { mark, face: best, overlap }
  })
  return { matches, extra: [...left] }
}

/** How far each point is from its mark, in eye distances of the mark. */
export function measurePointErrors(marks: readonly (readonly [number, number])[], face: Face): number[] {
  const distance = ([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]) =>
    Math.hypot(x1 - x2, y1 - y2)
  const [left, right] = marks
  if (left === undefined || right === undefined) return []
  return marks.map(
    (mark, index) => distance(mark, face.landmarks[index] ?? [Number.NaN, Number.NaN]) / distance(left, right),
  )
}
