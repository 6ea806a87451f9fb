export type Point = readonly [x: number, y: number]

/** Rows of a 2 x 3 matrix: x' = a x + b y + c, y' = d x + e y + f. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number]

/**
 * Finds the turn, scale and shift that bring points nearest to others in the sense of least squares. Mirroring is not allowed.
 * Source: S. Umeyama, Least-squares estimation of transformation parameters between two point patterns, PAMI 13(4), 1991;
 * in the plane its solution is the closed form used here.
 *
 * @param from as many points as `to`, in the same order
 * @returns undefined when the points do not say it: fewer than two different ones, or none that are finite
 * @example fitSimilarity([[0, 0], [1, 0]], [[5, 5], [5, 7]]) // [0, -2, 5, 2, 0, 5]: a quarter turn, twice the size
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Affine | undefined {
  const [fromX, fromY] = findCentre(from)
  const [toX, toY] = findCentre(to)
  let [along, across, spread] = [0, 0, 0]
  from.forEach(([x, y], index) => {
    const [u, v] = to[index] as Point
    const [px, py, qx, qy] = [x - fromX, y - fromY, u - toX, v - toY]
    along += px * qx + py * qy
    across += px * qy - py * qx
    spread += px * px + py * py
  })
  const [a, b] = [along / spread, across / spread]
  const isKnown = Number.isFinite(a) && Number.isFinite(b) && Math.hypot(a, b) > 0
  return isKnown ? [a, -b, toX - a * fromX + b * fromY, b, a, toY - b * fromX - a * fromY] : undefined
}

/** @returns undefined when the matrix flattens the plane */
export function invertAffine([a, b, c, d, e, f]: Affine): Affine | undefined {
  const determinant = a * e - b * d
  if (determinant === 0 || !Number.isFinite(determinant)) return undefined
  const [ia, ib, id, ie] = [e / determinant, -b / determinant, -d / determinant, a / determinant]
  return [ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f)]
}

export function applyAffine([a, b, c, d, e, f]: Affine, [x, y]: Point): [number, number] {
  return [a * x + b * y + c, d * x + e * y + f]
}

function findCentre(points: readonly Point[]): [number, number] {
  const sum = points.reduce<[number, number]>((total, [x, y]) => [total[0] + x, total[1] + y], [0, 0])
  return [sum[0] / points.length, sum[1] / points.length]
}
