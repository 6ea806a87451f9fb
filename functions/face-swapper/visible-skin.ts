import type { Mesh, Point3 } from '#runtime/face-mesh'
import { smoothStep } from './field.ts'
import type { Portrait } from './layout.ts'
import { EYE_CORNERS } from './mesh-places.ts'
import { triangulateFace } from './triangulate.ts'

/** So far inside of the picture, in distances of the eyes' outer corners, skin is surely there. */
const BORDER = 0.08
/** Skin that turns away more than the one is not seen, and what turns to the camera more than the other is seen well. */
const WELL_SEEN = { hidden: 0.25, plain: 0.6 } as const

/**
 * Tells how well the camera sees the skin at each point of a face: not where the head is turned away, nor beyond the border of
 * the picture.
 *
 * @returns 0 to 1 for each point
 */
export function measureVisibility(portrait: Portrait): readonly number[] {
  const shown = measureShown(portrait)
  return measureFacing(portrait.mesh).map((facing, index) => {
    return smoothStep(facing, WELL_SEEN.hidden, WELL_SEEN.plain) * (shown[index] as number)
  })
}

/** @returns for each point, 1 well inside of the picture, 0 at its border and beyond */
export function measureShown({ picture: { width, height }, mesh }: Portrait): readonly number[] {
  const [left, right] = EYE_CORNERS.map((index) => mesh[index]) as [Point3, Point3]
  const unit = Math.hypot(right[0] - left[0], right[1] - left[1], right[2] - left[2])
  return mesh.map(([x, y]) => smoothStep(Math.min(x, y, width - x, height - y) / unit, 0, BORDER))
}

/** @returns for each point, 1 where the skin looks into the camera, 0 where it is seen from the side, -1 from behind */
export function measureFacing(mesh: Mesh): readonly number[] {
  return findNormals(mesh).map(([x, y, z]) => {
    return -z / (Math.hypot(x, y, z) || 1) // a point that lies on another has no triangles
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
