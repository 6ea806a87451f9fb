import type { GivenFace } from '#runtime/given-face'

/** @returns the face whose box has the largest area; of equal ones, the first */
export function findLargest(faces: readonly GivenFace[]): GivenFace {
  const area = ({ box: [x1, y1, x2, y2] }: GivenFace) => (x2 - x1) * (y2 - y1)
  return faces.reduce((best, face) => (area(face) > area(best) ? face : best))
}
