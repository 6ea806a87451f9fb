import { cropSquare, MESH_SIZE, type Mesh, type Point3 } from '#runtime/face-mesh'
import type { Affine } from '#runtime/similarity'
import { EYE_CORNERS } from './mesh-places.ts'

/**
 * Finds the crop of a face whose mesh is known: a second look there places the points better, for the detector's box
 * and points are coarse.
 *
 * @returns the way from the crop of MESH_SIZE pixels to the picture
 */
export function cropAroundMesh(mesh: Mesh): Affine {
  const [left, right] = EYE_CORNERS.map((index) => mesh[index]) as [Point3, Point3]
  const angle = Math.atan2(right[1] - left[1], right[0] - left[0])
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
  const along = mesh.map(([x, y]) => x * cosine + y * sine)
  const across = mesh.map(([x, y]) => y * cosine - x * sine)
  const [minU, maxU] = [Math.min(...along), Math.max(...along)]
  const [minV, maxV] = [Math.min(...across), Math.max(...across)]
  const [u, v] = [(minU + maxU) / 2, (minV + maxV) / 2]
  return cropSquare([u * cosine - v * sine, u * sine + v * cosine], Math.max(maxU - minU, maxV - minV), angle)
}

/** @returns the side of a mesh's crop, pixels */
export function measureCrop(mesh: Mesh): number {
  const [a, , , d] = cropAroundMesh(mesh)
  return Math.hypot(a, d) * MESH_SIZE
}
