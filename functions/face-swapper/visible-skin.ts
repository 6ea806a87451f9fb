import type { Mesh, Point3 } from './face-mesh.ts'
import { smoothStep } from './field.ts'
import type { Portrait } from './layout.ts'
import { EYE_CORNERS } from './mesh-places.ts'
import { triangulateFace } from './triangulate.ts'

/** Of a unit vector that stands on the skin, how much points to the camera: not seen below the one, seen well from the other on. */
export interface Facing {
  readonly hidden: number
  readonly plain: number
}

/** So far inside of the picture, in distances of the eyes' outer corners, skin is surely there. */
const BORDER = 0.08

/**
 * Tells how well the camera sees the skin at each point of a face: not where the head is turned away, nor beyond the border of
 * the picture.
 *
 * @returns 0 to 1 for each point
 */
export function measureVisibility(
  { picture: { width, height }, mesh }: Portrait,
  { hidden, plain }: Facing,
): readonly number[] {
  const [left, right] = EYE_CORNERS.map((index) => mesh[index]) as [Point3, Point3]
  const unit = Math.hypot(right[0] - left[0], right[1] - left[1], right[2] - left[2])
  return findNormals(mesh).map(([nx, ny, nz], index) => {
    const [x, y] = mesh[index] as Point3
    const length = Math.hypot(nx, ny, nz) || 1 // a point that lies on another has no triangles
    const inside = Math.min(x, y, width - x, height - y) / unit
    return smoothStep(-nz / length, hidden, plain) * smoothStep(inside, 0, BORDER)
  })
}

/** @returns what stands on the skin at each point: the sum over its triangles, the larger ones weighing more */
function findNormals(mesh: Mesh): readonly Point3[] {
  const sums = mesh.map((): [number, number, number] => [0, 0, 0])
  for (const triangle of triangulateFace(mesh)) {
    const [a, b, c] = triangle.map((index) => mesh[index]) as [Point3, Point3, Point3]
    const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]]
    const [vx, vy, vz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]]
    for (const index of triangle) {
      const sum = sums[index] as [number, number, number]
      sum[0] -= uy * vz - uz * vy
      sum[1] -= uz * vx - ux * vz
      sum[2] -= ux * vy - uy * vx
    }
  }
  return sums
}
