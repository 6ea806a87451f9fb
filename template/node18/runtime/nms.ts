/** Left, top, right, bottom, in pixels. */
export type Box = readonly [x1: number, y1: number, x2: number, y2: number]

/**
 * Tells how far two boxes are the same: the area that they share, over the area that they cover.
 *
 * @returns 0 to 1; 0 for boxes without area
 * @example measureOverlap([0, 0, 2, 2], [1, 0, 3, 2]) // 1 / 3
 */
export function measureOverlap(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1])
  const shared = Math.max(0, width) * Math.max(0, height)
  return shared === 0 ? 0 : shared / (measureArea(a) + measureArea(b) - shared)
}

/**
 * Keeps the best of the boxes that mean the same thing: greedy non-maximum suppression.
 *
 * @param maxOverlap of two boxes that are both kept, 0 to 1
 * @returns the best first; of equal scores, the one that came first
 */
export function suppressOverlaps<T extends { readonly box: Box; readonly score: number }>(
  found: readonly T[],
  maxOverlap: number,
): T[] {
  const kept: T[] = []
  for (const candidate of found.toSorted((a, b) => b.score - a.score)) {
    if (kept.every(({ box }) => measureOverlap(box, candidate.box) <= maxOverlap)) kept.push(candidate)
  }
  return kept
}

function measureArea([x1, y1, x2, y2]: Box): number {
  return Math.max(0, x2 - x1) * Math.max(0, y2 - y1)
}
